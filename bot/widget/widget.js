/**
 * The one script tag a site embeds: `<script src="https://…/widget.js" defer></script>`.
 *
 * Classic script on purpose: it must load on any page, whatever the site's tools. It waits for the
 * page, then loads the modules next to it and, unless the page already holds an <ariane-chat>, adds
 * one that takes the tag's data-* attributes. It must never break nor slow its host page.
 */
(() => {
  const ATTRIBUTES = ["couleur", "titre", "sortie", "mode"];
  const tag = document.currentScript ?? document.querySelector('script[src$="/widget.js"]');
  if (!tag || !("customElements" in window) || !("attachShadow" in Element.prototype)) return;
  const entry = new URL("widget/ariane-chat.js", tag.src);

  function place() {
    if (document.querySelector("ariane-chat")) return;
    const chat = document.createElement("ariane-chat");
    for (const name of ATTRIBUTES) {
      if (tag.dataset[name]) chat.setAttribute(name, tag.dataset[name]);
    }
    document.body.append(chat);
  }

  function load() {
    import(entry.href).then(place).catch((error) => {
      console.warn("Ariane : la discussion n'a pas pu être chargée.", error);
    });
  }

  if (document.readyState === "complete" || document.querySelector("ariane-chat")) load();
  else window.addEventListener("load", load, { once: true });
})();
