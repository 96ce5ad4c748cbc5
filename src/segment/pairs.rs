//! Tables of pairs of neighbouring letters: most of what two texts have in common shows in
//! them.
//!
//! Belongs here: finding a pair among others as fast as a text is read.
//! Does not belong here: which letters of a text make pairs, and what follows from them.

/// Two neighbouring letters as one number.
pub(crate) fn pair(first: char, second: char) -> u64 {
    u64::from(u32::from(first)) << 32 | u64::from(u32::from(second))
}

/// The number of a pair among fewer: two pairs may share it, but hardly do by chance.
pub(crate) fn bit(pair: u64) -> usize {
    (pair >> 32).wrapping_mul(0x2F0B).wrapping_add(pair & 0xFFFF_FFFF) as usize
}

/// What is known of each of some pairs. At most half of its places are taken, so that most
/// pairs that it does not have are refused by the first place.
#[derive(Debug, Clone)]
pub(crate) struct Pairs<T> {
    /// As many as a power of two.
    places: Vec<(u64, T)>,
    taken: usize,
}

/// What stands for no pair: it is none of characters.
const NONE: u64 = u64::MAX;

/// How many places a table has at first.
const FIRST: usize = 64;

impl<T: Copy + Default> Pairs<T> {
    /// No pairs.
    pub(crate) fn new() -> Self {
        Pairs { places: vec![(NONE, T::default()); FIRST], taken: 0 }
    }

    /// Enters a pair that may be new.
    pub(crate) fn enter(&mut self, pair: u64) -> &mut T {
        if self.taken * 2 >= self.places.len() {
            self.grow();
        }
        let place = self.place(pair);
        let (entered, known) = &mut self.places[place];
        self.taken += usize::from(*entered == NONE);
        *entered = pair;
        known
    }

    /// What is known of a pair.
    #[inline]
    pub(crate) fn get(&self, pair: u64) -> Option<T> {
        let (entered, known) = self.places[self.place(pair)];
        (entered != NONE).then_some(known)
    }

    /// The same, to be changed.
    #[inline]
    pub(crate) fn get_mut(&mut self, pair: u64) -> Option<&mut T> {
        let place = self.place(pair);
        let (entered, known) = &mut self.places[place];
        (*entered != NONE).then_some(known)
    }

    /// All pairs, in no order that means anything.
    pub(crate) fn iter(&self) -> impl Iterator<Item = u64> {
        self.places.iter().map(|(pair, _)| *pair).filter(|pair| *pair != NONE)
    }

    /// The place of a pair, or that at which it would be entered.
    #[inline]
    fn place(&self, pair: u64) -> usize {
        // Any odd number with bits all over; the upper bits of the product are mixed best.
        let mixed = pair.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32;
        let last = self.places.len() - 1;
        let mut place = mixed as usize & last;
        while self.places[place].0 != pair && self.places[place].0 != NONE {
            place = (place + 1) & last;
        }
        place
    }

    fn grow(&mut self) {
        let more = vec![(NONE, T::default()); self.places.len() * 4];
        for (pair, known) in std::mem::replace(&mut self.places, more) {
            if pair != NONE {
                let place = self.place(pair);
                self.places[place] = (pair, known);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_entered_is_found_and_nothing_else() {
        let mut pairs = Pairs::<u32>::new();
        let of = |n: u32| pair('云', char::from_u32(0x4E00 + n).expect("it is Han"));
        for n in 0..3000 {
            *pairs.enter(of(n * 2)) += n;
            *pairs.enter(of(n * 2)) += 1;
        }
        assert!((0..3000).all(|n| pairs.get(of(n * 2)) == Some(n + 1)));
        assert!((0..3000).all(|n| pairs.get(of(n * 2 + 1)).is_none()));
        assert_eq!(pairs.get(pair('\0', '\0')), None);
        assert_eq!(pairs.iter().count(), 3000);
        *pairs.get_mut(of(0)).expect("it was entered") = 7;
        assert_eq!(pairs.get(of(0)), Some(7));
    }
}
