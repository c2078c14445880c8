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
  'footer.support': '¿Preguntas? Llame al {phone}.',
  'footer.automatic': 'Este mensaje lo envió un programa. Nadie lee las respuestas.',
}
