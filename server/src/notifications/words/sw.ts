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
  'access_notice.subject': 'Ufikiaji wako wa {brand} umebadilika',
  'access_notice.password': 'Nenosiri la ufikiaji wako limebadilishwa.',
  'access_notice.factor_added':
    'Kigezo cha pili kimeongezwa kwenye ufikiaji wako: programu ya uthibitishaji au ufunguo wa siri.',
  'access_notice.factor_removed': 'Kigezo cha pili kimeondolewa kwenye ufikiaji wako.',
  'access_notice.factor_reset': 'Msimamizi ameondoa vigezo vya pili vya ufikiaji wako.',
  'access_notice.recovery_codes':
    'Misimbo mipya ya urejeshaji imetengenezwa kwa ufikiaji wako. Ya awali haifanyi kazi tena.',
  'access_notice.recovery_code_used': 'Mtu ameingia kwenye ufikiaji wako kwa msimbo wa urejeshaji.',
  'access_notice.new_device':
    'Mtu ameingia kwenye ufikiaji wako kutoka kivinjari ambacho hatukijui.',
  'access_notice.when': 'Lini: {when}. Kutoka anwani ya mtandao {source}.',
  'access_notice.action': 'Angalia ufikiaji wako',
  'access_notice.unexpected':
    'Kama si wewe, badilisha nenosiri lako mara moja na umjulishe msimamizi wako.',
  'footer.support': 'Una swali? Piga simu {phone}.',
  'footer.automatic': 'Ujumbe huu umetumwa na programu. Hakuna anayesoma majibu.',
}
