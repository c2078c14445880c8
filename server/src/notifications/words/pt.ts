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
  'access_notice.subject': 'O seu acesso a {brand} mudou',
  'access_notice.password': 'A palavra-passe do seu acesso foi alterada.',
  'access_notice.factor_added':
    'Foi acrescentado um segundo fator ao seu acesso: uma aplicação de autenticação ou uma chave de acesso.',
  'access_notice.factor_removed': 'Foi retirado um segundo fator do seu acesso.',
  'access_notice.factor_reset': 'Um administrador retirou os segundos fatores do seu acesso.',
  'access_notice.recovery_codes':
    'Foram criados novos códigos de recuperação para o seu acesso. Os anteriores já não funcionam.',
  'access_notice.recovery_code_used': 'Alguém entrou no seu acesso com um código de recuperação.',
  'access_notice.new_device':
    'Alguém entrou no seu acesso a partir de um navegador que não conhecemos.',
  'access_notice.when': 'Quando: {when}. A partir do endereço de rede {source}.',
  'access_notice.action': 'Ver o meu acesso',
  'access_notice.unexpected':
    'Se não foi você, mude já a palavra-passe e avise o seu administrador.',
  'footer.support': 'Tem perguntas? Ligue para {phone}.',
  'footer.automatic': 'Esta mensagem foi enviada por um programa. Ninguém lê as respostas.',
}
