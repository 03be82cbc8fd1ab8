import type { Language } from './seats.js';

export interface Show {
  /** The language of its tickets. */
  language: Language;
  title: string;
  /** The dollars that a cheap and an expensive seat cost. */
  prices: readonly [number, number];
}

const show = (language: Language, title: string, cheap: number, expensive: number): Show => ({
  language,
  title,
  prices: [cheap, expensive],
});

/** What people sell tickets for. There are more shows than tickets at the start, so no two of these are for the same one. */
export const SHOWS: readonly Show[] = [
  show('en', 'La Traviata, Teatro Colón', 60, 220),
  show('en', 'Hamlet, Old Mill Theatre', 25, 70),
  show('en', 'The Cherry Orchard, Riverside Playhouse', 20, 55),
  show('en', 'The Paper Lanterns, farewell tour', 45, 120),
  show('en', 'Midnight Cartographers, album release', 25, 40),
  show('pt', 'Noite de fado com Inês Duarte', 18, 35),
  show('fr', 'Chœur de chambre de Lyon : Fauré, Requiem', 15, 48),
  show('fr', 'Le Malade imaginaire, Théâtre du Port', 22, 58),
  show('de', 'Die Zauberflöte, Staatsoper', 40, 190),
  show('de', 'Königsberger Straße, Lesung mit Anke Größl', 8, 14),
  show('pl', 'Łódź Jazz Festival, dzień drugi', 22, 45),
  show('cs', 'Smetana: Má vlast, Česká filharmonie', 30, 95),
  show('el', 'Ζωντανή μουσική στο λιμάνι', 12, 28),
  show('ru', 'Лебединое озеро, второй состав', 35, 140),
  show('uk', 'Вечір українського джазу', 15, 32),
  show('ja', '能楽「羽衣」 京都観世会館', 40, 110),
  show('ja', '落語の夕べ', 18, 30),
  show('zh', '城市爱乐乐团新年音乐会', 45, 160),
  show('ko', '판소리 춘향가 완창', 20, 50),
  show('ar', 'أمسية الطرب العربي', 25, 75),
  show('ar', 'عرض مسرحي: شهرزاد', 18, 40),
  show('he', 'ערב שירה וג׳אז', 20, 45),
  show('hi', 'कथक संध्या, रवींद्र भवन', 12, 30),
  show('vi', 'Đêm nhạc Trịnh', 15, 38),
  show('tr', 'Boğaz’da gün batımı konseri', 30, 65),
  show('es', 'Clásico del sur, tribuna norte', 35, 110),
  show('es', 'Flamenco puro, Tablao La Alondra', 32, 54),
  show('en', 'Harbour City v Northgate, quarter-final', 30, 150),
  show('en', 'Women’s handball: Metz v Győr', 18, 60),
  show('en', 'Ice hockey: Tampere v Luleå', 22, 58),
  show('en', 'Track cycling, six days of Ghent', 28, 80),
  show('en', 'Wheelchair basketball final', 12, 26),
  show('en', 'Stand-up: Too Tall for This Stage', 20, 32),
  show('en', 'Improv Sunday: you shout, they play', 10, 18),
  show('en', 'The Planetarium at night 🌌', 14, 22),
  show('en', 'Circus Tramontane 🎪', 24, 65),
  show('en', 'Silent film with live piano: Metropolis', 12, 24),
  show('en', 'A talk on black holes, Royal Observatory', 9, 15),
  show('en', 'Bread and its microbes, an evening with a baker', 16, 28),
  show('en', 'Poetry slam, regional final', 7, 12),
  show('en', 'The Nutcracker, matinée for families', 28, 85),
  show('en', 'Organ at noon: Bach and Messiaen', 6, 14),
  show('en', 'Taiko drums under the bridge', 19, 36),
  show('en', 'Steel pan carnival', 15, 33),
  show('en', 'Blue Kettle Quartet, late set', 18, 30),
  show('en', 'An evening with the lighthouse keepers', 11, 19),
  show('en', 'Swimming gala, finals night', 14, 34),
  show('en', 'The Tempest, open air', 16, 42),
  show('en', 'Brass in the old station', 13, 27),
  show('en', 'Choir of the Northern Line', 12, 25),
];
