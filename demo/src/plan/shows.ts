export interface Show {
  title: string;
  /** The dollars that a cheap and an expensive seat cost. */
  prices: readonly [number, number];
}

const show = (title: string, cheap: number, expensive: number): Show => ({
  title,
  prices: [cheap, expensive],
});

/** What people sell tickets for. There are more shows than tickets at the start, so no two of these look alike. */
export const SHOWS: readonly Show[] = [
  show('La Traviata, Teatro Colón', 60, 220),
  show('Hamlet, Old Mill Theatre', 25, 70),
  show('The Cherry Orchard, Riverside Playhouse', 20, 55),
  show('The Paper Lanterns, farewell tour', 45, 120),
  show('Midnight Cartographers, album release', 25, 40),
  show('Noche de fado con Inês Duarte', 18, 35),
  show('Chœur de chambre de Lyon : Fauré, Requiem', 15, 48),
  show('Die Zauberflöte, Staatsoper', 40, 190),
  show('Königsberger Straße, Lesung mit Anke Größl', 8, 14),
  show('Łódź Jazz Festival, dzień drugi', 22, 45),
  show('Smetana: Má vlast, Česká filharmonie', 30, 95),
  show('Þorrablót með kór og dansi', 35, 60),
  show('Ζωντανή μουσική στο λιμάνι', 12, 28),
  show('Лебединое озеро, второй состав', 35, 140),
  show('Вечір українського джазу', 15, 32),
  show('能楽「羽衣」 京都観世会館', 40, 110),
  show('夏の花火クルーズ', 55, 90),
  show('落語の夕べ', 18, 30),
  show('京剧《霸王别姬》', 30, 120),
  show('城市爱乐乐团新年音乐会', 45, 160),
  show('판소리 춘향가 완창', 20, 50),
  show('인디 밴드의 밤', 15, 28),
  show('أمسية الطرب العربي', 25, 75),
  show('عرض مسرحي: شهرزاد', 18, 40),
  show('ערב שירה וג׳אז', 20, 45),
  show('कथक संध्या, रवींद्र भवन', 12, 30),
  show('இசை மாலை, சபா அரங்கம்', 10, 25),
  show('ดนตรีในสวน', 8, 16),
  show('Đêm nhạc Trịnh', 15, 38),
  show('İstanbul Boğazı’nda gün batımı konseri', 30, 65),
  show('Harbour City v Northgate, quarter-final', 30, 150),
  show('Women’s handball: Metz v Győr', 18, 60),
  show('Clásico del sur, tribuna norte', 35, 110),
  show('Ice hockey: Tampere v Luleå', 22, 58),
  show('Track cycling, six days of Ghent', 28, 80),
  show('Wheelchair basketball final', 12, 26),
  show('Stand-up: Too Tall for This Stage', 20, 32),
  show('Improv Sunday: you shout, they play', 10, 18),
  show('The Planetarium at night 🌌', 14, 22),
  show('Circus Tramontane 🎪', 24, 65),
  show('Silent film with live piano: Metropolis', 12, 24),
  show('A talk on black holes, Royal Observatory', 9, 15),
  show('Bread and its microbes, an evening with a baker', 16, 28),
  show('Poetry slam, regional final', 7, 12),
  show('The Nutcracker, matinée for families', 28, 85),
  show('Organ at noon: Bach and Messiaen', 6, 14),
  show('Flamenco puro, Tablao La Alondra', 32, 54),
  show('Taiko drums under the bridge', 19, 36),
  show('Steel pan carnival 🥁', 15, 33),
  show('Night market with 12 street kitchens', 5, 9),
];
