import { searchTerms, searchWords } from './search-terms.js';

describe('search terms', () => {
  it('are all beginnings of all words', () => {
    expect(searchTerms('Up to')).toEqual(['u', 'up', 't', 'to']);
  });

  it('ignore case, accents, punctuation and repetition', () => {
    expect(searchWords('Café-CAFÉ, "cafe"!')).toEqual(['cafe']);
  });

  it('are cut where words differ no more to a search', () => {
    expect(searchWords('a'.repeat(300))).toEqual(['a'.repeat(20)]);
    expect(searchTerms('a'.repeat(200))).toHaveLength(20);
  });

  it('of a text without words are none', () => {
    expect(searchTerms('!!! ...')).toEqual([]);
  });

  it('are found by what a visitor types of the title', () => {
    const terms = searchTerms('Zürich Ländlerkapelle 2026 🎻');
    for (const word of searchWords('zur land 2026')) expect(terms).toContain(word);
  });
});
