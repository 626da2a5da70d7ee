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
};

function count(n, one, many = `${one}s`) {
  return n > 1 ? `${n} ${many}` : `${n} ${one}`;
}
