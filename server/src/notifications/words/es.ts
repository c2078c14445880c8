import type { Words } from './en.ts'

// Not yet reviewed by somebody whose language it is.
export const es: Words = {
  greeting: 'Hola, {name}:',
  'invitation.subject': 'Su acceso a {brand}',
  'invitation.what': '{inviter} le ha invitado a trabajar con {brand}.',
  'invitation.how': 'Abra este enlace y elija una contraseña:',
  'invitation.action': 'Aceptar la invitación',
  'invitation.until': 'El enlace funciona una sola vez, hasta {until}.',
  'invitation.unexpected': 'Si no esperaba este mensaje, no haga nada: sin el enlace nadie entra.',
  'password_reset.subject': 'Elija una nueva contraseña para {brand}',
  'password_reset.what': 'Alguien pidió una nueva contraseña para su acceso a {brand}.',
  'password_reset.how': 'Si fue usted, abra este enlace y elija una:',
  'password_reset.action': 'Elegir una nueva contraseña',
  'password_reset.until': 'El enlace funciona una sola vez, hasta {until}.',
  'password_reset.unexpected': 'Si no fue usted, no haga nada: su contraseña no cambia.',
  'access_notice.subject': 'Su acceso a {brand} ha cambiado',
  'access_notice.password': 'Se cambió la contraseña de su acceso.',
  'access_notice.factor_added':
    'Se añadió un segundo factor a su acceso: una aplicación de autenticación o una llave de acceso.',
  'access_notice.factor_removed': 'Se quitó un segundo factor de su acceso.',
  'access_notice.factor_reset': 'Un administrador ha quitado los segundos factores de su acceso.',
  'access_notice.recovery_codes':
    'Se crearon nuevos códigos de recuperación para su acceso. Los anteriores ya no funcionan.',
  'access_notice.recovery_code_used': 'Alguien entró en su acceso con un código de recuperación.',
  'access_notice.new_device': 'Alguien entró en su acceso desde un navegador que no conocemos.',
  'access_notice.when': 'Cuándo: {when}. Desde la dirección de red {source}.',
  'access_notice.action': 'Ver mi acceso',
  'access_notice.unexpected':
    'Si no fue usted, cambie enseguida su contraseña y avise a su administrador.',
  'footer.support': '¿Preguntas? Llame al {phone}.',
  'footer.automatic': 'Este mensaje lo envió un programa. Nadie lee las respuestas.',
}
