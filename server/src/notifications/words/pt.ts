import type { Words } from './en.ts'

// Not yet reviewed by somebody whose language it is.
export const pt: Words = {
  greeting: 'Olá {name},',
  'invitation.subject': 'O seu acesso a {brand}',
  'invitation.what': '{inviter} convidou-o a trabalhar com {brand}.',
  'invitation.how': 'Abra esta ligação e escolha uma palavra-passe:',
  'invitation.action': 'Aceitar o convite',
  'invitation.until': 'A ligação funciona uma só vez, até {until}.',
  'invitation.unexpected':
    'Se não esperava esta mensagem, não faça nada: sem a ligação ninguém entra.',
  'password_reset.subject': 'Escolha uma nova palavra-passe para {brand}',
  'password_reset.what': 'Alguém pediu uma nova palavra-passe para o seu acesso a {brand}.',
  'password_reset.how': 'Se foi você, abra esta ligação e escolha uma:',
  'password_reset.action': 'Escolher uma nova palavra-passe',
  'password_reset.until': 'A ligação funciona uma só vez, até {until}.',
  'password_reset.unexpected': 'Se não foi você, não faça nada: a sua palavra-passe não muda.',
  'footer.support': 'Tem perguntas? Ligue para {phone}.',
  'footer.automatic': 'Esta mensagem foi enviada por um programa. Ninguém lê as respostas.',
}
