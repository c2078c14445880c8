import type { Words } from './en.ts'

// Not yet reviewed by somebody whose language it is.
export const fr: Words = {
  greeting: 'Bonjour {name},',
  'invitation.subject': 'Votre accès à {brand}',
  'invitation.what': '{inviter} vous invite à travailler avec {brand}.',
  'invitation.how': 'Ouvrez ce lien et choisissez un mot de passe :',
  'invitation.action': "Accepter l'invitation",
  'invitation.until': "Le lien fonctionne une seule fois, jusqu'au {until}.",
  'invitation.unexpected':
    "Si vous n'attendiez pas ce message, ne faites rien : sans le lien, personne n'entre.",
  'password_reset.subject': 'Choisissez un nouveau mot de passe pour {brand}',
  'password_reset.what': "Quelqu'un a demandé un nouveau mot de passe pour votre accès à {brand}.",
  'password_reset.how': "Si c'était vous, ouvrez ce lien et choisissez-en un :",
  'password_reset.action': 'Choisir un nouveau mot de passe',
  'password_reset.until': "Le lien fonctionne une seule fois, jusqu'au {until}.",
  'password_reset.unexpected':
    "Si ce n'était pas vous, ne faites rien : votre mot de passe ne change pas.",
  'footer.support': 'Des questions ? Appelez le {phone}.',
  'footer.automatic': 'Ce message a été envoyé par un programme. Personne ne lit les réponses.',
}
