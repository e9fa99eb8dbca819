/** Names of places and means people meet by, in four languages; what stands first decides. */
const PLACES = [
  // by wire
  "(?:on|via|over|per|über|auf|sur|par|por|en) (?:Zoom|(?:Microsoft |MS )?Teams|Google Meet|Meet|Skype|Webex|FaceTime|WhatsApp)",
  "(?:Zoom|Teams|Google Meet|Skype|Webex)(?= (?:call|meeting|Call|Meeting|Termin))",
  "(?:by|on|over) the phone|by phone|telefonisch|per Telefon|am Telefon|par téléphone|au téléphone|por teléfono",
  // rooms and offices
  "(?:in|at|to|from) (?:your|our|my|the) (?:[\\p{L}'-]+ ){0,3}?(?:offices?|headquarters|HQ|place|premises|showroom|warehouse|plant|factory|shop|restaurant|café|cafe|hotel|lobby|site|branch|building|boardroom|meeting room|conference room|canteen)",
  "(?:in|at) (?:meeting |conference )?room \\p{L}?\\d[\\p{L}\\d.]*|in (?:Raum|Zimmer) \\p{L}?\\d[\\p{L}\\d.]*|(?:en|dans la) salle \\p{L}?\\d[\\p{L}\\d.]*|en la sala \\p{L}?\\d[\\p{L}\\d.]*",
  "bei (?:uns|Ihnen|dir|euch|mir)(?: (?:im|in der|in den) (?:Büro|Firma|Haus|Werk|Kanzlei|Räumen))?|(?:in|im) (?:(?:unserem|Ihrem|deinem|meinem|eurem|unseren|Ihren) )?(?:Büro|Räumen|Werk|Hauptsitz|Konferenzraum|Besprechungsraum|Restaurant|Café|Hotel)(?: \\p{Lu}[\\p{L}'-]+)*",
  "(?:dans|à) (?:nos|vos|notre|votre|mon|ton|tes|mes) (?:bureaux?|locaux|siège|agence|atelier|magasin)|au (?:bureau|siège|restaurant|café)(?: \\p{Lu}[\\p{L}'-]+)*|chez (?:nous|vous|toi|moi)",
  "en (?:vuestras?|nuestras?|sus?|tus?|mis?) (?:oficinas?|despacho|sede|casa|local|taller)|en (?:la oficina|el despacho|la sede|el restaurante|el café)(?: \\p{Lu}[\\p{L}'-]+)*",
  // a name after "at", "im", "au", "en": Café Nord, Hotel Adler
  "(?:at|im|in|au|en|à)(?: the)? (?:Café|Cafe|Hotel|Hôtel|Restaurant|Bar|Bistro)(?: \\p{Lu}[\\p{L}'-]+)+",
];
const LEADING = /^(?:on|via|over|per|über|auf|sur|par|por|at|to|from)\s+/iu;

/** Where people are to meet, word for word without its preposition; null when nothing says so. */
export function findPlace(text: string): string | null {
  const plain = text.replaceAll("’", "'");
  for (const source of PLACES) {
    const match = new RegExp(`(?<![\\p{L}\\p{N}])(?:${source})(?![\\p{L}\\p{N}])`, "u").exec(plain);
    if (match) return text.slice(match.index, match.index + match[0].length).replace(LEADING, "");
  }
  return null;
}
