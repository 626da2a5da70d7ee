/**
 * Every French string the member sees or hears, and nothing else.
 *
 * Write plainly, with ordinary spaces: `fr` sets French typography. Emergency numbers are those of
 * knowledge/contacts.yml; a test keeps them equal.
 */

/** No-break spaces where French wants them, curly apostrophes. @param {string} text */
export function fr(text) {
  return text
    .replace(/'/g, "\u2019")
    .replace(/ ([;!?])/g, "\u202f$1")
    .replace(/ ([:»])/g, "\u00a0$1")
    .replace(/« /g, "«\u00a0");
}

const plural = (n, one, many) => (n > 1 ? many : one);

export const URGENCE = Object.freeze({
  intitule: fr("Urgence vitale :"),
  numeros: ["15", "112"],
  ou: fr("ou"),
  sms: fr("SMS"),
  numeroSms: "114",
  appeler: (numero) => fr(`Appeler le ${numero}`),
  ecrire: (numero) => fr(`Envoyer un SMS au ${numero}`),
  region: fr("Numéros d'urgence"),
});

export const TEXTES = Object.freeze({
  titre: "Ariane",
  sousTitre: fr("Votre guide santé"),
  lanceur: fr("Une question santé ?"),
  ouvrir: (titre) => fr(`Ouvrir la discussion avec ${titre}`),
  nonLus: (n) => fr(`${n} ${plural(n, "nouveau message", "nouveaux messages")}`),
  fermer: fr("Fermer la discussion"),
  quitter: fr("Quitter vite"),
  quitterAide: fr("Quitter vite : efface la discussion de cet écran et affiche un autre site"),
  fil: fr("Fil de la discussion"),
  messages: fr("Messages"),
  demonstration: fr("Démonstration"),
  nouveauxMessages: fr("Nouveaux messages"),
});

export const ACCUEIL = Object.freeze({
  titre: fr("Posez votre question, avec vos mots."),
  texte: fr("Ariane vous aide à comprendre vos droits, à préparer vos démarches et à trouver des soins près de chez vous. Elle ne pose pas de diagnostic. Un conseiller peut prendre le relais ici même."),
  accord: fr("En écrivant, vous acceptez que votre mutuelle conserve vos messages pour vous répondre."),
  suggestions: [
    fr("Trouver un professionnel de santé près de chez moi"),
    fr("Comprendre ce que je vais payer"),
    fr("Demander un deuxième avis médical"),
    fr("Préparer un retour à la maison après l'hôpital"),
  ],
  suggestionsIntitule: fr("Vous pouvez commencer par :"),
});

export const PRESENTATION = Object.freeze({
  titre: fr("Suivez le fil de votre parcours de santé."),
  texte: fr("Ariane vous informe et vous oriente, avec des sources datées. Elle n'est pas médecin et ne remplace pas une consultation."),
  points: [
    fr("Vos droits et vos démarches, étape par étape"),
    fr("Les lieux de soins proches de chez vous"),
    fr("Un conseiller de la mutuelle quand vous le souhaitez"),
  ],
  vie: fr("Fermez l'onglet : ce navigateur ne garde rien de la discussion."),
});

export const AUTEURS = Object.freeze({
  membre: fr("Vous"),
  ariane: fr("Ariane"),
  conseiller: fr("Conseiller"),
  conseillerNomme: (nom) => fr(`${nom}, conseiller`),
  securite: fr("Important"),
  service: fr("Information"),
});

export const MESSAGE = Object.freeze({
  attente: fr("En attente d'envoi"),
  echec: (raison) => fr(`Non envoyé. ${raison}`),
  choix: fr("Réponses proposées"),
  nouvelOnglet: fr("(nouvel onglet)"),
  ecrit: Object.freeze({
    ariane: fr("Ariane écrit"),
    conseiller: fr("Le conseiller écrit"),
  }),
  nouveau: (auteur) => fr(`Nouveau message : ${auteur}`),
});

export const SAISIE = Object.freeze({
  etiquette: fr("Votre message"),
  invite: fr("Votre message…"),
  aide: fr("Entrée pour envoyer, Maj + Entrée pour aller à la ligne."),
  envoyer: fr("Envoyer"),
  conseiller: fr("Parler à un conseiller"),
  reste: (n) => fr(`Il reste ${n} ${plural(n, "caractère", "caractères")}`),
  trop: (n) => fr(`${n} ${plural(n, "caractère", "caractères")} de trop : raccourcissez, ou envoyez en plusieurs fois.`),
});

export const ETATS = Object.freeze({
  attente: (place, duree) => fr(["Un conseiller va vous répondre.", place && `Votre place : ${place}.`,
    duree && `Attente : ${duree}.`, "Ariane reste disponible."].filter(Boolean).join(" ")),
  humain: (nom) => fr(nom ? `Vous parlez avec ${nom}, conseiller.` : "Vous parlez avec un conseiller de la mutuelle."),
  retour: fr("Vous parlez de nouveau avec Ariane."),
  ferme: fr("La discussion avec le conseiller est terminée. Ariane reste disponible."),
  coupure: fr("Connexion interrompue. Ce que vous écrivez partira dès son retour."),
  coupureTelephone: (affiche) => fr(`Par téléphone : ${affiche}.`),
  horsLigne: fr("Connexion interrompue. Réessayez dans un instant."),
  retablie: fr("Connexion rétablie."),
  reessayer: fr("Réessayer"),
  refusee: fr("Votre discussion précédente n'est plus accessible depuis cette page. Une nouvelle commence."),
  nouvelle: fr("Une nouvelle discussion commence."),
});

export const CARTES = Object.freeze({
  exemple: fr("Exemple – ne pas appeler"),
  appeler: fr("Appeler"),
  ecrire: fr("Envoyer un SMS au"),
  carte: fr("Voir sur la carte"),
  itineraire: fr("Itinéraire"),
  position: fr("Utiliser ma position"),
  positionAide: fr("Arrondie à un kilomètre : Ariane ne garde que la commune."),
  positionAttente: fr("Recherche de votre position…"),
  positionRefus: fr("Votre position n'est pas connue. Écrivez le nom de votre commune ou son code postal."),
  horaires: ({ ouverture, horaires }) => {
    const known = [ouverture?.texte, horaires].filter(Boolean).join(" · ");
    return known && fr(known.charAt(0).toUpperCase() + known.slice(1));
  },
  reserver: (comment) => fr(`Rendez-vous sans internet : ${comment}`),
  acces: (liste) => fr(`Accès : ${liste.join(", ")}`),
  qualite: fr("Résultats de qualité publiés"),
  resultat: ({ libelle, valeur }) => fr(`${libelle} : ${valeur}`),
  origine: ({ source, annee }) => fr(`Source : ${source}, ${annee}`),
  provenance: (source, date) => fr([source && `Source : ${source}`, date && `données du ${date}`].filter(Boolean).join(", ")),
  source: fr("Source"),
  statut: (texte) => fr(texte.charAt(0).toUpperCase() + texte.slice(1)),
  lire: fr("Lire la lettre"),
  rappel: (jour) => fr(`À noter dans votre agenda : ${jour}`),
  fichiers: Object.freeze({
    pdf: fr("Télécharger en PDF, à imprimer"),
    docx: fr("Télécharger le texte, à modifier"),
    ics: fr("Ajouter à mon agenda"),
    txt: fr("Télécharger le texte"),
  }),
  avancement: (faites, total) => fr(`${faites} ${plural(faites, "étape faite", "étapes faites")} sur ${total}`),
});

export const OPTIONS = Object.freeze({
  bouton: fr("Options"),
  titre: fr("Options d'affichage et de confidentialité"),
  taille: fr("Taille du texte"),
  tailles: [fr("Normale"), fr("Grande"), fr("Très grande")],
  dyslexie: fr("Lecture facilitée (dyslexie)"),
  dyslexieAide: fr("Lettres, mots et lignes plus espacés"),
  voix: fr("Lire les réponses à voix haute"),
  voixAide: fr("Avec la voix de votre appareil, sans rien envoyer"),
  prive: fr("Ne rien garder dans ce navigateur"),
  priveAide: fr("Si vous rechargez la page, la discussion recommence"),
  enregistrer: fr("Enregistrer la discussion"),
  imprimer: fr("Imprimer la discussion"),
  recommencer: fr("Commencer une nouvelle discussion"),
  donnees: fr("Mes données : voir, copier, effacer"),
  joindre: fr("Joindre la mutuelle"),
  falc: fr("Réponses faciles à lire"),
  falcAide: fr("Des phrases courtes d'abord, et un bouton pour la version complète"),
  dictee: fr("Dicter mes messages"),
  dicteeAide: fr("Votre voix peut être envoyée au fabricant de votre navigateur"),
});

export const DONNEES = Object.freeze({
  titre: fr("Mes données"),
  attente: fr("Lecture de ce qui est gardé…"),
  pret: fr("Ce qui est gardé est affiché."),
  texte: fr("Télécharger une copie à lire"),
  json: fr("Télécharger une copie pour un logiciel (JSON)"),
  effacer: fr("Tout effacer maintenant"),
  fermer: fr("Revenir à la discussion"),
  question: fr("Effacer pour toujours vos messages, les réponses, les notes des conseillers et vos rendez-vous d'appel ? Une demande en attente sera annulée."),
  oui: fr("Oui, tout effacer"),
  non: fr("Non, garder"),
});

export const DICTEE = Object.freeze({
  commencer: fr("Dicter"),
  arreter: fr("Arrêter la dictée"),
  ecoute: fr("Parlez : ce que vous dites s'écrit dans votre message."),
  fin: fr("Dictée arrêtée. Relisez avant d'envoyer."),
  refusee: fr("Le micro n'est pas autorisé. Vous pouvez écrire votre message."),
  echec: fr("La dictée n'a pas fonctionné. Vous pouvez écrire votre message."),
});

export const LIEUX = Object.freeze({
  titre: fr("Lieux gardés"),
  garder: fr("Garder ce lieu"),
  garde: fr("Lieu gardé"),
  retirer: fr("Retirer"),
  imprimer: fr("Imprimer mes lieux"),
});

export const COPIE = Object.freeze({
  titre: (titre) => fr(`Discussion avec ${titre}`),
  fichier: "discussion-ariane.txt",
  date: (date) => fr(`Copie du ${date}`),
  auteur: (auteur, heure) => fr(`${auteur} (${heure}) :`),
});
