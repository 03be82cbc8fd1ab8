import { searchTerms, searchWords } from './search-terms.js';

describe('search terms', () => {
  it('are all beginnings of all words', () => {
    expect(searchTerms('Up to')).toEqual(['u', 'up', 't', 'to']);
  });

  it('ignore case, accents, punctuation and repetition', () => {
    expect(searchWords('Café-CAFÉ, "cafe"!')).toEqual(['cafe']);
  });

  it('are cut at the length to which words are compared', () => {
    expect(searchWords('a'.repeat(300))).toEqual(['a'.repeat(20)]);
    expect(searchTerms('a'.repeat(200))).toHaveLength(20);
  });

  it('are empty for a text without words', () => {
    expect(searchTerms('!!! ...')).toEqual([]);
  });

  it('contain the beginnings that a visitor types', () => {
    const terms = searchTerms('Zürich Ländlerkapelle 2026 🎻');
    for (const word of searchWords('zur land 2026')) expect(terms).toContain(word);
  });
});
