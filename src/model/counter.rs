//! Random numbers by counting.

#[derive(Clone, Copy, Debug)]
pub struct Counter {
    key: u64,
}

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

impl Counter {
    pub fn new(seed: u64, stream: u64) -> Self {
        Self { key: mix(mix(seed.wrapping_add(0x9e37_79b9_7f4a_7c15)) ^ mix(!stream)) }
    }
    pub fn bits(self, index: u64) -> u64 {
        mix(self.key.wrapping_add(index.wrapping_mul(0x9e37_79b9_7f4a_7c15)))
    }
    pub fn unit(self, index: u64) -> f64 {
        (self.bits(index) >> 11) as f64 * (1.0 / (1u64 << 53) as f64)
    }
    pub fn below(self, index: u64, n: u32) -> u32 {
        (((self.bits(index) >> 32) * u64::from(n)) >> 32) as u32
    }
    pub fn normal(self, index: u64) -> f64 {
        let r = libm::sqrt(-2.0 * libm::log(1.0 - self.unit(2 * index)));
        r * libm::cos(std::f64::consts::TAU * self.unit(2 * index + 1))
    }
    pub fn add_normals(self, first: u64, scale: f64, out: &mut [f64]) {
        for (k, out) in out.iter_mut().enumerate() {
            *out += scale * self.normal(first + k as u64);
        }
    }
}
