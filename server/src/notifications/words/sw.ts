import type { Words } from './en.ts'

// Not yet reviewed by somebody whose language it is.
export const sw: Words = {
  greeting: 'Habari {name},',
  'invitation.subject': 'Ruhusa yako ya kutumia {brand}',
  'invitation.what': '{inviter} amekualika kufanya kazi na {brand}.',
  'invitation.how': 'Fungua kiungo hiki na uchague nenosiri:',
  'invitation.action': 'Kubali mwaliko',
  'invitation.until': 'Kiungo kinafanya kazi mara moja tu, hadi {until}.',
  'invitation.unexpected':
    'Kama hukutarajia ujumbe huu, usifanye chochote: bila kiungo hakuna anayeingia.',
  'password_reset.subject': 'Chagua nenosiri jipya la {brand}',
  'password_reset.what': 'Mtu ameomba nenosiri jipya la kuingia {brand} kwa jina lako.',
  'password_reset.how': 'Kama ni wewe, fungua kiungo hiki na uchague jipya:',
  'password_reset.action': 'Chagua nenosiri jipya',
  'password_reset.until': 'Kiungo kinafanya kazi mara moja tu, hadi {until}.',
  'password_reset.unexpected': 'Kama si wewe, usifanye chochote: nenosiri lako halibadiliki.',
  'footer.support': 'Una swali? Piga simu {phone}.',
  'footer.automatic': 'Ujumbe huu umetumwa na programu. Hakuna anayesoma majibu.',
}
