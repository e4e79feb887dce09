// What waits on this telephone: captures, each bound to the person who wrote it, and the stops of their round.
// Nothing here is sent by itself. docs/how-to/field.md tells what is kept and when it goes.
(() => {
  "use strict";
  const NAME = "linli-round";
  const MOST = 20;
  const MOST_BYTES = 80 * 1024 * 1024;

  let opened;
  function open() {
    opened ||= new Promise((resolve, reject) => {
      const asked = indexedDB.open(NAME, 1);
      asked.onupgradeneeded = () => {
        asked.result.createObjectStore("captures", { keyPath: "key" });
        asked.result.createObjectStore("phone", { keyPath: "name" });
      };
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
    return opened;
  }
  async function within(store, mode, work) {
    const base = await open();
    return new Promise((resolve, reject) => {
      const transaction = base.transaction(store, mode);
      const asked = work(transaction.objectStore(store));
      transaction.oncomplete = () => resolve(asked.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  }

  const sizeOf = (capture) => [...capture.photos, ...(capture.recording ? [capture.recording] : [])].reduce((sum, file) => sum + file.size, 0);
  const all = () => within("captures", "readonly", (store) => store.getAll());

  // The captures of one person, the oldest first, and how many others wait here.
  async function captures(person) {
    const everything = await all();
    const mine = everything.filter((one) => one.person === person).sort((a, b) => a.at - b.at);
    return { mine, others: everything.length - mine.length };
  }
  // Keep one; false when there is no room for it.
  async function keep(capture) {
    const beside = (await all()).filter((one) => one.key !== capture.key);
    const bytes = beside.reduce((sum, one) => sum + sizeOf(one), sizeOf(capture));
    if (beside.filter((one) => one.person === capture.person).length >= MOST || bytes > MOST_BYTES) return false;
    await within("captures", "readwrite", (store) => store.put(capture));
    return true;
  }
  const forget = (key) => within("captures", "readwrite", (store) => store.delete(key));

  // Whose round this telephone knows: the person, the stops and the grids.
  const round = () => within("phone", "readonly", (store) => store.get("round"));
  const keepRound = (round) => within("phone", "readwrite", (store) => store.put({ ...round, name: "round", at: Date.now() }));

  window.linliField = { ...window.linliField, store: { captures, keep, forget, round, keepRound, sizeOf } };
})();
