import type { Words } from './en.ts'

// Not yet reviewed by somebody whose language it is.
export const ar: Words = {
  greeting: 'مرحبًا {name}،',
  'invitation.subject': 'دخولك إلى {brand}',
  'invitation.what': 'دعاك {inviter} إلى العمل مع {brand}.',
  'invitation.how': 'افتح هذا الرابط واختر كلمة مرور:',
  'invitation.action': 'قبول الدعوة',
  'invitation.until': 'يعمل الرابط مرة واحدة حتى {until}.',
  'invitation.unexpected': 'إن لم تكن تنتظر هذه الرسالة فلا تفعل شيئًا: لا يدخل أحد من دون الرابط.',
  'password_reset.subject': 'اختر كلمة مرور جديدة لـ {brand}',
  'password_reset.what': 'طلب أحدهم كلمة مرور جديدة لدخولك إلى {brand}.',
  'password_reset.how': 'إن كنت أنت فافتح هذا الرابط واختر كلمة مرور:',
  'password_reset.action': 'اختيار كلمة مرور جديدة',
  'password_reset.until': 'يعمل الرابط مرة واحدة حتى {until}.',
  'password_reset.unexpected': 'إن لم تكن أنت فلا تفعل شيئًا: كلمة مرورك باقية كما هي.',
  'footer.support': 'لديك سؤال؟ اتصل بالرقم {phone}.',
  'footer.automatic': 'أرسل برنامج هذه الرسالة، ولا يقرأ أحد الردود عليها.',
}
