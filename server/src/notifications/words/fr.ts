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
  'access_notice.subject': 'Votre accès à {brand} a changé',
  'access_notice.password': 'Le mot de passe de votre accès a été changé.',
  'access_notice.factor_added':
    "Un second facteur a été ajouté à votre accès : une application d'authentification ou une clé d'accès.",
  'access_notice.factor_removed': 'Un second facteur a été retiré de votre accès.',
  'access_notice.factor_reset': 'Un administrateur a retiré les seconds facteurs de votre accès.',
  'access_notice.recovery_codes':
    'De nouveaux codes de secours ont été créés pour votre accès. Les anciens ne fonctionnent plus.',
  'access_notice.recovery_code_used':
    "Quelqu'un s'est connecté à votre accès avec un code de secours.",
  'access_notice.new_device':
    "Quelqu'un s'est connecté à votre accès depuis un navigateur que nous ne connaissons pas.",
  'access_notice.when': "Quand : {when}. Depuis l'adresse réseau {source}.",
  'access_notice.action': 'Voir mon accès',
  'access_notice.unexpected':
    "Si ce n'était pas vous, changez tout de suite votre mot de passe et prévenez votre administrateur.",
  'footer.support': 'Des questions ? Appelez le {phone}.',
  'footer.automatic': 'Ce message a été envoyé par un programme. Personne ne lit les réponses.',
}
