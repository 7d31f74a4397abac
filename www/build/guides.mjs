// @ts-check
// What the shop shows step by step. Nudges lead here, and so does the foot of a product's page.

/** @typedef {import("./catalogue.mjs").Text} Text */

/** @type {Record<string, { title: Text, minutes: number, steps: Text[] }>} */
export const guides = {
  "arc-lamp": {
    title: { en: "Put the arc lamp together", de: "Die Bogenleuchte aufbauen" },
    minutes: 10,
    steps: [
      {
        en: "Put the base where the lamp will stand: it weighs 14 kg.",
        de: "Den Fuß dorthin stellen, wo die Leuchte stehen soll: Er wiegt 14 kg.",
      },
      {
        en: "Push the two halves of the arc together until they click.",
        de: "Die beiden Hälften des Bogens zusammenstecken, bis sie einrasten.",
      },
      {
        en: "Set the arc into the base and turn the nut by hand.",
        de: "Den Bogen in den Fuß setzen und die Mutter mit der Hand anziehen.",
      },
      { en: "Hang the shade last, then the bulb.", de: "Zuletzt den Schirm einhängen, dann die Birne eindrehen." },
    ],
  },
  light: {
    title: { en: "Find the right bulb", de: "Das richtige Leuchtmittel" },
    minutes: 3,
    steps: [
      { en: "To read: 800 lumens, 2,700 kelvin.", de: "Zum Lesen: 800 Lumen, 2.700 Kelvin." },
      { en: "For the evening: a dimmable one of 400 lumens.", de: "Für den Abend: ein dimmbares mit 400 Lumen." },
    ],
  },
  strap: {
    title: { en: "Change the strap", de: "Das Armband wechseln" },
    minutes: 5,
    steps: [
      { en: "Lay the watch face down on a cloth.", de: "Die Uhr mit dem Glas nach unten auf ein Tuch legen." },
      {
        en: "Slide the lever of the spring bar inwards and lift the strap out.",
        de: "Den Hebel am Federsteg nach innen schieben und das Band herausheben.",
      },
      {
        en: "Set one end of the bar in, slide the lever, and let it click.",
        de: "Ein Ende des Stegs einsetzen, den Hebel schieben, einrasten lassen.",
      },
    ],
  },
};
