/**
 * Every French string the page itself makes, and how it words dates and waiting times.
 *
 * What stands still on the page is written in the template, not here.
 */
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const MOTIFS = { demande: "Demande à parler à un conseiller" };

export const AUTEURS = {
  membre: "Adhérent",
  ariane: "Ariane (programme)",
  conseiller: "Conseiller",
  securite: "Message de sécurité",
  service: "Service",
};

export const RESUME = {
  motif: "Motif", theme: "Thème", sujet: "Sujet", besoin: "Besoin", lieu: "Lieu",
  beneficiaire: "Pour qui", age: "Âge (ans)", pathologie: "Santé", urgence: "Délai souhaité",
  texte: "Ses mots",
};

/** What the member chose to share; see « consent » in the README beside the page's code. */
export const ACCORDS = {
  pending: "Résumé en attente de l’accord de l’adhérent.",
  all: "L’adhérent a envoyé ce résumé et la conversation.",
  edited: "L’adhérent a écrit ce texte. Il n’a pas partagé la conversation d’avant.",
  partial: "L’adhérent a retiré ce qui touche à la santé. Il n’a pas partagé la conversation d’avant.",
  nothing: "L’adhérent n’a rien partagé de ce qui précède. Demandez-lui ce dont vous avez besoin.",
};

/** Dangers as the safety net names them. */
export const RISQUES = {
  urgence_vitale: "Urgence vitale", intoxication: "Intoxication", suicide: "Idées suicidaires",
  enfant_en_danger: "Enfant en danger", maltraitance: "Maltraitance", violence: "Violences",
};

export const PROMESSES = { call: "Rappel", written: "Réponse écrite", follow_up: "Suivi prévu" };

/** Keys, what they do, and whether the foot of the page recalls them. */
export const RACCOURCIS = [
  ["Alt+N", "en attente suivante", true],
  ["Alt+P", "prendre", true],
  ["Alt+C", "ma conversation suivante", true],
  ["Alt+R", "répondre", true],
  ["/", "réponses types", true],
  ["Alt+F", "chercher une fiche ou un lieu", true],
  ["Alt+O", "note privée", true],
  ["Alt+T", "transmettre à un collègue ou à une équipe"],
  ["Alt+A", "rendre à Ariane"],
  ["Alt+X", "clore"],
  ["↑+↓", "aller d’une conversation à l’autre, dans les listes"],
  ["Entrée", "envoyer la réponse"],
  ["Maj+Entrée", "aller à la ligne"],
  ["Échap", "fermer une fenêtre sans rien changer"],
  ["?", "cette aide, hors d’un champ de texte"],
];

export const MOTIFS_DE_BRIS = {
  danger: "danger pour l’adhérent", absence: "collègue absent",
  reclamation: "réclamation", qualite: "contrôle de la qualité",
};

export const LEAVING = {
  hand_back: {
    titre: "Rendre la conversation à Ariane ?",
    texte: "L’adhérent en est prévenu. Ariane répondra à ses prochains messages ; il peut redemander un conseiller.",
    geste: "Rendre à Ariane",
    fait: "Conversation rendue à Ariane.",
  },
  close: {
    titre: "Clore la conversation ?",
    texte: "L’adhérent voit que l’échange avec le conseiller est terminé. Vous ne la retrouverez plus dans vos listes.",
    geste: "Clore",
    fait: "Conversation close.",
  },
};

export const TEXTES = {
  titre: "Ariane – conseiller",
  urgent: "Urgent",
  attend: (wait) => `attend depuis ${wait}`,
  enCharge: "Vous êtes en charge",
  vitre: "Lecture exceptionnelle",
  lecture: "Vous lisez sans être en charge. Prenez la conversation pour répondre.",
  lectureVitre: "Vous lisez pendant 30 minutes une conversation suivie par un collègue. Votre lecture et son motif sont au journal.",
  suivie: (nom) => `suivie par ${nom}`,
  ans: (age) => `${age} ans`,
  ouvrir: "Ouvrir avec un motif…",
  relire: "Ouverte pour vous",
  briser: (nom, titre) => `${titre}, suivie par ${nom}.`,
  bris: (nom, reference, motif) => `${nom} lit la conversation ${reference}. Motif : ${motif}.`,
  nonLus: (n) => (n > 1 ? `${n} messages non lus` : "1 message non lu"),
  ecrit: "écrit…",
  nonEnvoye: "message non envoyé",
  reference: (reference) => `Réf. ${reference}`,
  enLigne: "En ligne",
  connexion: "Connexion…",
  horsLigne: "Hors ligne, nouvel essai en cours",
  expiree: "Session expirée",
  risque: "Danger",
  retard: "en retard",
  maintenant: "maintenant",
  fait: "C’est fait",
  sansAccord: "résumé en attente d’accord",
  lectureFermee: "L’adhérent n’a pas partagé la conversation d’avant. Prenez-la pour lui répondre.",
  rejoindre: {
    titre: "Rejoindre cette conversation ?",
    texte: "Un message y a fait penser à un danger. L’adhérent a déjà reçu les numéros d’urgence, et lira que vous arrivez. Ariane ne répondra plus.",
    geste: "Rejoindre",
  },
  reprendre: {
    titre: "Reprendre cette conversation ?",
    texte: "L’adhérent lira que vous reprenez la conversation. Vous verrez ce qui lui a été promis, et le numéro à appeler.",
    geste: "Reprendre",
  },
  coupure: "Connexion perdue. La page se reconnecte seule ; vos messages sont gardés et partiront au retour.",
  session: "Votre session a expiré. Reconnectez-vous dans un nouvel onglet, puis revenez ici : la page se reconnectera et rien n’est perdu.",
  seReconnecter: "Se reconnecter (nouvel onglet)",
  partie: "Cette conversation n’est plus en attente : un collègue l’a prise, ou l’adhérent n’attend plus.",
  finie: "Vous ne suivez plus cette conversation.",
  envoiEnCours: "Un message n’est pas parti : attendez un instant, ou reprenez son texte, avant de quitter la conversation.",
  noteHorsLigne: "La note n’est pas gardée : la connexion est coupée. Réessayez dans un instant.",
  notificationsRefusees: "Le navigateur bloque les notifications de ce site. Autorisez-les dans ses réglages.",
  nouvelle: (titre) => `Nouvelle conversation en attente : ${titre}.`,
  urgente: (titre) => `Urgent : ${titre}.`,
  enAttente: (n) => (n > 1 ? `${n} conversations en attente.` : "1 conversation en attente."),
  personne: "Personne n’attend.",
  aucune: "Vous ne suivez aucune conversation.",
  membreDit: (text) => `Adhérent : ${text}`,
  ailleurs: (titre) => `Nouveau message : ${titre}.`,
  prise: "Conversation prise. Vous pouvez répondre.",
  noteGardee: "Note privée gardée.",
  chargement: "Chargement de la conversation…",
  envoi: "Envoi…",
  garde: "Gardé, partira à la reconnexion",
  envoye: "Envoyé",
  refuse: (raison) => `Non envoyé. ${raison}`,
  corriger: "Reprendre le texte",
  retirer: "Retirer",
  corrigerLieu: "Signaler un changement",
  pourEquipe: (nom) => `pour l’équipe ${nom}`,
  pourVous: "confiée par un collègue",
  confiee: (titre) => `Une conversation vous est confiée : ${titre}.`,
  choix: "Choix proposés :",
  reste: (n) => (n > 1 ? `${n} caractères restants` : `${n} caractère restant`),
  exemple: "Exemple, ne pas appeler",
  carte: "Voir sur une carte",
  notification: { waiting: "Un adhérent attend un conseiller.", urgent: "Conversation urgente.", message: "Un adhérent vous a répondu." },
};

/** The words that name a conversation in lists. @param {object} summary @param {Record<string, string>} themes */
export function title(summary, themes) {
  return summary.sujet ?? themes[summary.theme] ?? summary.besoin ?? motif(summary.motif) ?? "Conversation";
}

/** Need and place, without what the title already says. @param {object} summary @param {string} named */
export function place(summary, named) {
  return [summary.besoin, summary.lieu].filter((part) => part && part !== named).join(" · ");
}

/** A reason in words: a known code is worded, anything else is shown as it came. */
export const motif = (code) => MOTIFS[code] ?? code ?? null;

/** « 42 s », « 3 min », « 1 h 05 », « 2 j 4 h ». @param {number} ms */
export function duration(ms) {
  const left = Math.max(0, ms);
  if (left < MINUTE) return `${Math.floor(left / 1000)} s`;
  if (left < HOUR) return `${Math.floor(left / MINUTE)} min`;
  if (left < DAY) {
    return `${Math.floor(left / HOUR)} h ${String(Math.floor((left % HOUR) / MINUTE)).padStart(2, "0")}`;
  }
  return `${Math.floor(left / DAY)} j ${Math.floor((left % DAY) / HOUR)} h`;
}

/** How long ago `iso` was, in words. @param {string} iso */
export const since = (iso) => duration(Date.now() - Date.parse(iso));

/** When a promise is due: a call starts, an answer comes before, a follow-up is for a day. */
export function moment({ kind, starts_at: start, due_at: due }) {
  if (kind === "call") return `${day(start)}, ${hour(start)}`;
  return kind === "written" ? `avant ${day(due)}, ${hour(due)}` : day(due);
}

const HOURS = new Intl.DateTimeFormat("fr-FR", { hour: "2-digit", minute: "2-digit" });
const DAYS = new Intl.DateTimeFormat("fr-FR", { weekday: "long", day: "numeric", month: "long" });
export const hour = (iso) => HOURS.format(new Date(iso));
export const day = (iso) => DAYS.format(new Date(iso));
