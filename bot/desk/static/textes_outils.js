/**
 * The French strings of the counselor's tools: search, standard replies, transfer, corrections.
 */
export const RECHERCHE = {
  vide: "Rien trouvé. Essayez d’autres mots, ou une commune voisine.",
  nombre: (fiches, lieux) => `${count(fiches, "fiche")}, ${count(lieux, "lieu", "lieux")}.`,
  autour: (label) => ` Autour de ${label}.`,
  sansCommune: (besoin) => ` Pour trouver ${besoin}, indiquez une commune.`,
  quelleCommune: "Quelle commune ?",
  etats: {
    a_verifier: () => "à vérifier",
    perimee: (jour) => `à relire depuis le ${jour}`,
  },
  lire: "Lire",
  inserer: "Insérer",
  parties: { reponse: "Réponse", etapes: "Étapes", simple: "Facile à lire" },
  fiche: (titre, partie) => `Fiche « ${titre} » (${partie.toLowerCase()})`,
  lieu: (nom) => `Lieu « ${nom} »`,
  insere: (quoi) => `${quoi} : inséré.`,
  prendreDabord: "Prenez la conversation pour insérer.",
  attente: "Recherche…",
  copie: "Copie de la conversation",
};

function count(n, one, many = `${one}s`) {
  return n > 1 ? `${n} ${many}` : `${n} ${one}`;
}

export const TRANSMETTRE = {
  fait: "Conversation transmise.",
  personne: ({ equipe, suivies, libre }) =>
    [equipe, libre ? count(suivies, "conversation") : "n’a plus de place"].filter(Boolean).join(", "),
  equipe: (nom) => `Équipe ${nom}`,
  presents: (n) => (n ? `${count(n, "conseiller")} au poste` : "personne au poste : l’adhérent attendra"),
};

export const REPONSES = {
  nombre: (n) => `${count(n, "réponse")}.`,
  perso: "personnelle",
  variables: ["mutuelle", "conseiller", "commune", "date"],
  inconnue: (nom) => `{${nom}} n’existe pas : prenez {mutuelle}, {conseiller}, {commune} ou {date}.`,
  aCompleter: (mot) => `Remplacez « ${mot} » avant d’envoyer.`,
};

export const CORRECTIONS = {
  genres: {
    closed: "Fermé définitivement", moved: "A déménagé", phone: "Nouveau téléphone",
    no_new_patients: "Ne prend plus de nouveaux patients", other: "Autre",
  },
  valeurs: { moved: "Nouvelle adresse", phone: "Nouveau numéro" },
  signee: (nom, jour) => `Par ${nom}, le ${jour}.`,
  retiree: (jour) => `Retirée le ${jour}.`,
  retirer: "Retirer cette correction",
};
