//! Counter-based random numbers, computed in SIMD lanes.
//!
//! Each number derives from a 64-bit word that is a hash of the number's index, so that vector
//! registers compute several numbers at once. [`super::noise`] is a stronger generator, fast enough
//! for one neuron, but too slow for a network.

use multiversion::multiversion;

/// Random numbers as a function of seed, stream and index, with the same bits on every machine.
///
/// The words are those of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014), from a start that
/// depends on seed and stream. All methods use the same words, so each purpose needs its own
/// stream.
#[derive(Clone, Copy, Debug)]
pub struct Counter {
    key: u64,
}

/// The odd integer nearest to 2^64 divided by the golden ratio.
const GOLDEN_GAMMA: u64 = 0x9e37_79b9_7f4a_7c15;

/// SIMD lanes, one for each pair of normal numbers: two of the widest vector registers. With fewer,
/// the compiler unrolls the loop over them and no longer vectorizes it.
const LANES: usize = 16;

impl Counter {
    /// Length of a block of normal numbers. Blocks begin at multiples of this length; ranges of
    /// whole blocks are the fastest.
    pub const BLOCK: usize = 2 * LANES;

    /// The numbers of `seed` on one of its independent `stream`s.
    #[must_use]
    pub fn new(seed: u64, stream: u64) -> Self {
        let place = mix(seed.wrapping_add(GOLDEN_GAMMA));
        Self { key: mix(place.wrapping_add(mix(stream.wrapping_add(GOLDEN_GAMMA)))) }
    }

    /// 64 random bits.
    #[inline(always)]
    #[must_use]
    pub fn bits(self, index: u64) -> u64 {
        mix(self.key.wrapping_add(index.wrapping_mul(GOLDEN_GAMMA)))
    }

    /// Bound of the size of a normal number. The largest radius, that of the smallest of 2^32
    /// parts, is `sqrt(66 ln 2)`.
    pub const NORMAL_MAX: f64 = 6.77;

    /// A number uniform in `[0, 1)`, a multiple of 2^-53.
    #[inline(always)]
    #[must_use]
    pub fn unit(self, index: u64) -> f64 {
        const SCALE: f64 = 1.0 / (1u64 << 53) as f64;
        (self.bits(index) >> 11) as f64 * SCALE
    }

    /// An integer below `n`, uniform to one part in 2^32; 0 if `n` is 0.
    #[inline(always)]
    #[must_use]
    pub fn below(self, index: u64, n: u32) -> u32 {
        ((u128::from(self.bits(index)) * u128::from(n)) >> 64) as u32
    }

    /// A normal number: mean 0, standard deviation 1, size at most [`Self::NORMAL_MAX`].
    #[must_use]
    pub fn normal(self, index: u64) -> f64 {
        let place = (index % Self::BLOCK as u64) as usize;
        let (first, second) = pair(self.bits(first_word(index) + (place % LANES) as u64));
        if place < LANES { first } else { second }
    }

    /// Adds the [`normal`](Self::normal) numbers from index `first` on, times `scale`, to `out`.
    pub fn add_normals(self, first: u64, scale: f64, out: &mut [f64]) {
        add_normals(self, first, scale, out);
    }
}

/// The finaliser of SplitMix64: every bit of the result depends on every bit of `z`.
#[inline(always)]
fn mix(z: u64) -> u64 {
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[multiversion(targets("x86_64+avx512f+avx512dq+avx512vl", "x86_64+avx2"))]
fn add_normals(counter: Counter, first: u64, scale: f64, out: &mut [f64]) {
    let offset = (first % Counter::BLOCK as u64) as usize;
    let mut index = first - offset as u64;
    let head = if offset == 0 { 0 } else { out.len().min(Counter::BLOCK - offset) };
    let (head, rest) = out.split_at_mut(head);
    if !head.is_empty() {
        add_part(counter, index, offset, scale, head);
        index = index.wrapping_add(Counter::BLOCK as u64);
    }
    let (blocks, tail) = rest.as_chunks_mut::<{ Counter::BLOCK }>();
    for block in blocks {
        add_block(counter, index, scale, block);
        index = index.wrapping_add(Counter::BLOCK as u64);
    }
    if !tail.is_empty() {
        add_part(counter, index, 0, scale, tail);
    }
}

/// Adds a part of the block that begins at `index`, from its number `offset` on, to `out`.
#[inline(always)]
fn add_part(counter: Counter, index: u64, offset: usize, scale: f64, out: &mut [f64]) {
    let mut block = [0.0; Counter::BLOCK];
    let part = offset..offset + out.len();
    block[part.clone()].copy_from_slice(out);
    add_block(counter, index, scale, &mut block);
    out.copy_from_slice(&block[part]);
}

#[inline(always)]
fn add_block(counter: Counter, index: u64, scale: f64, block: &mut [f64; Counter::BLOCK]) {
    let start = counter.key.wrapping_add(first_word(index).wrapping_mul(GOLDEN_GAMMA));
    let (firsts, seconds) = block.split_at_mut(LANES);
    for lane in 0..LANES {
        let (first, second) =
            pair(mix(start.wrapping_add((lane as u64).wrapping_mul(GOLDEN_GAMMA))));
        firsts[lane] += scale * first;
        seconds[lane] += scale * second;
    }
}

/// The first word of the block that contains `index`.
#[inline(always)]
fn first_word(index: u64) -> u64 {
    index / Counter::BLOCK as u64 * LANES as u64
}

/// Two independent normal numbers from a word (Box and Muller, Ann. Math. Statist. 29 (1958) 610):
/// the upper 32 bits give the radius, the lower 32 the angle.
#[inline(always)]
fn pair(word: u64) -> (f64, f64) {
    let radius = minus_two_log(uniform(word)).sqrt();
    let (cos, sin) = direction(word);
    (radius * cos, radius * sin)
}

const ONE: u64 = 1.0f64.to_bits();

/// The middle of one of 2^32 equal parts of the interval from 0 to 1: never 0 or 1.
#[inline(always)]
fn uniform(word: u64) -> f64 {
    // The bits are the mantissa of a number between 1 and 2, because not every instruction set
    // converts vectors of integers.
    f64::from_bits(((word >> 32) << 20) | (1 << 19) | ONE) - 1.0
}

/// `-2 ln x` of a number between 0 and 1, with a relative error below 1e-11.
#[inline(always)]
fn minus_two_log(x: f64) -> f64 {
    const EXPONENT: u64 = 0x7ff << 52;
    const SQRT_HALF: u64 = std::f64::consts::FRAC_1_SQRT_2.to_bits();
    const TWO_TO_52: f64 = 4_503_599_627_370_496.0;
    const BIAS: f64 = 1023.0;
    // x = 2^exponent * mantissa with the mantissa between sqrt(1/2) and sqrt(2): just below 1 the
    // exponent is 0, so that no digits cancel.
    let above = x.to_bits().wrapping_sub(SQRT_HALF).wrapping_add(ONE);
    let mantissa = f64::from_bits(x.to_bits().wrapping_sub(above & EXPONENT).wrapping_add(ONE));
    let exponent = f64::from_bits((above >> 52) | TWO_TO_52.to_bits()) - (TWO_TO_52 + BIAS);
    let s = (mantissa - 1.0) / (mantissa + 1.0);
    exponent * (-2.0 * std::f64::consts::LN_2) + s * polynomial(s * s, ARTANH)
}

/// Cosine and sine of one of 2^32 directions, none of which lies on an axis.
#[inline(always)]
fn direction(word: u64) -> (f64, f64) {
    // In right angles, from -1/2 to 1/2; a sign and an exchange extend it to the full turn.
    let angle = f64::from_bits(((word & 0x3fff_ffff) << 22) | (1 << 21) | ONE) - 1.5;
    let square = angle * angle;
    let sin = angle * polynomial(square, SIN);
    let cos = polynomial(square, COS);
    let cos = f64::from_bits(cos.to_bits() ^ ((word << 32) & (1 << 63)));
    if word & (1 << 30) != 0 { (sin, cos) } else { (cos, sin) }
}

/// Polynomials of least relative error (Remez exchange algorithm), lowest power first.
/// `-4 artanh(s) / s` of `s^2`, for `|s|` up to `3 - 8^(1/2)`: to 4.3e-12.
const ARTANH: [f64; 5] = [
    -4.000000000016848,
    -1.333333304809208,
    -0.8000077173676999,
    -0.5706997188547256,
    -0.47234931667057367,
];
/// `sin(pi x / 2) / x` of `x^2`, for `|x|` up to 1/2: to 4.6e-12.
const SIN: [f64; 5] = [
    1.57079632678775,
    -0.6459640961024207,
    0.07969258184291618,
    -0.004681260627652985,
    0.00015819507432159608,
];
/// `cos(pi x / 2)` of `x^2`, for `|x|` up to 1/2: to 5.7e-11.
const COS: [f64; 5] = [
    0.999999999943938,
    -1.233700539564758,
    0.25366918259590815,
    -0.02085993602646019,
    0.0009033629722073543,
];

#[inline(always)]
fn polynomial(x: f64, c: [f64; 5]) -> f64 {
    c[0] + x * (c[1] + x * (c[2] + x * (c[3] + x * c[4])))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The Box-Muller transform of the same bits in full precision.
    fn exact_pair(word: u64) -> (f64, f64) {
        const RIGHT_ANGLE: f64 = std::f64::consts::FRAC_PI_2;
        let uniform = ((word >> 32) as f64 + 0.5) / 4_294_967_296.0;
        let radius = libm::sqrt(-2.0 * libm::log(uniform));
        let angle = ((word & 0x3fff_ffff) as f64 + 0.5) / 1_073_741_824.0 - 0.5;
        let (sin, cos) = libm::sincos(angle * RIGHT_ANGLE);
        let cos = if word & (1 << 31) == 0 { cos } else { -cos };
        let (first, second) = if word & (1 << 30) == 0 { (cos, sin) } else { (sin, cos) };
        (radius * first, radius * second)
    }

    fn assert_precise(word: u64) {
        let (made, exact) = (pair(word), exact_pair(word));
        for (made, exact) in [(made.0, exact.0), (made.1, exact.1)] {
            let error = (made - exact).abs() / exact.abs();
            assert!(error < 1e-10, "{word:#x}: {made} for {exact}");
            assert!(made != 0.0 && made.abs() < 6.77, "{word:#x}: {made}");
        }
    }

    #[test]
    fn pairs_are_precise_to_the_ends_of_the_words() {
        let halves = (0..32).flat_map(|bit| [1 << bit, (1 << bit) - 1, u32::MAX >> bit, !0 << bit]);
        let halves: Vec<u64> = halves.map(u64::from).collect();
        for high in &halves {
            halves.iter().for_each(|low| assert_precise((high << 32) | low));
        }
        (0..100_000).for_each(|index| assert_precise(Counter::new(1, 0).bits(index)));
    }

    #[test]
    fn directions_go_all_the_way_around() {
        let mut octants = [0; 8];
        for index in 0..80_000 {
            let (x, y) = direction(Counter::new(9, 0).bits(index));
            assert!((x * x + y * y - 1.0).abs() < 2e-10);
            let octant = [x < 0.0, y < 0.0, x.abs() < y.abs()].map(usize::from);
            octants[octant[0] + 2 * octant[1] + 4 * octant[2]] += 1;
        }
        assert!(octants.iter().all(|n| (9_600..10_400).contains(n)), "{octants:?}");
    }

    /// Against the published generator, started from 1234567.
    #[test]
    fn words_are_those_of_splitmix64() {
        let counter = Counter { key: 1_234_567 };
        let words = [1, 2, 3, 4].map(|index| counter.bits(index));
        let published = [
            6_457_827_717_110_365_317,
            3_203_168_211_198_807_973,
            9_817_491_932_198_370_423,
            4_593_380_528_125_082_431,
        ];
        assert_eq!(words, published);
    }
}
