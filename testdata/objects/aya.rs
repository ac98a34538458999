// Rust, as the macros of aya-ebpf write it: maps as numbers, programs that may return early from a
// function of their own, arrays that are checked.
#![no_std]
#![crate_type = "lib"]

use core::{cell::UnsafeCell, marker::PhantomData, mem};

#[repr(C)]
pub struct bpf_map_def {
    type_: u32,
    key_size: u32,
    value_size: u32,
    max_entries: u32,
    map_flags: u32,
    id: u32,
    pinning: u32,
}

#[repr(transparent)]
pub struct HashMap<K, V> {
    def: UnsafeCell<bpf_map_def>,
    _k: PhantomData<K>,
    _v: PhantomData<V>,
}
unsafe impl<K: Sync, V: Sync> Sync for HashMap<K, V> {}

impl<K, V> HashMap<K, V> {
    const fn new(max_entries: u32, pinning: u32) -> HashMap<K, V> {
        let (key_size, value_size) = (mem::size_of::<K>() as u32, mem::size_of::<V>() as u32);
        let def = bpf_map_def { type_: 1, key_size, value_size, max_entries, map_flags: 0, id: 0, pinning };
        HashMap { def: UnsafeCell::new(def), _k: PhantomData, _v: PhantomData }
    }
    #[inline]
    unsafe fn get(&self, key: &K) -> Option<&V> {
        let lookup: unsafe extern "C" fn(*mut bpf_map_def, *const K) -> *const V = mem::transmute(1usize);
        lookup(self.def.get(), key).as_ref()
    }
}

#[unsafe(link_section = "maps")]
#[unsafe(export_name = "COUNTS")]
static COUNTS: HashMap<u32, Count> = HashMap::new(16, 0);
#[unsafe(link_section = "maps")]
#[unsafe(export_name = "NAMES")]
static NAMES: HashMap<u64, [u8; 64]> = HashMap::new(32, 1);

#[unsafe(no_mangle)]
static LIMIT: u32 = 7; // EbpfLoader::override_global
static mut TABLE: [u32; 4] = [0; 4];

#[unsafe(link_section = "license")]
#[unsafe(no_mangle)]
static LICENSE: [u8; 13] = *b"Dual MIT/GPL\0";

#[derive(Clone, Copy)]
#[repr(C)]
pub struct Count {
    seen: u64,
    words: [u8; 40],
}

pub enum Answer {
    Pass(Count),
    Drop,
}

#[repr(C)]
pub struct xdp_md {
    data: u32,
    data_end: u32,
    data_meta: u32,
    ingress_ifindex: u32,
}

pub struct Index<T>(T);
trait Weigh {
    fn weigh(&self, by: u32) -> u32;
}
impl Weigh for Index<u32> {
    #[inline(never)]
    fn weigh(&self, by: u32) -> u32 {
        unsafe { TABLE[self.0 as usize] * by }
    }
}

#[inline(never)]
fn answer(index: u32) -> Answer {
    match unsafe { COUNTS.get(&index) } {
        Some(count) if count.seen > unsafe { (&raw const LIMIT).read_volatile() } as u64 => Answer::Pass(*count),
        _ => Answer::Drop,
    }
}

fn try_count(ctx: *mut xdp_md) -> Result<u32, u32> {
    let index = unsafe { (*ctx).ingress_ifindex };
    let name = unsafe { NAMES.get(&(index as u64)) }.ok_or(1u32)?;
    match answer(index) {
        Answer::Pass(count) => Ok(count.words[(index & 31) as usize] as u32 + name[3] as u32),
        Answer::Drop => Ok(Index(index).weigh(3)),
    }
}

#[unsafe(no_mangle)]
#[unsafe(link_section = "xdp")]
pub fn count(ctx: *mut xdp_md) -> u32 {
    try_count(ctx).unwrap_or(1)
}

#[unsafe(no_mangle)]
#[unsafe(link_section = "tracepoint/syscalls/sys_enter_openat")]
pub fn opened(ctx: *mut u64) -> u32 {
    let closure = |by: u32| Index(unsafe { *ctx } as u32).weigh(by);
    closure(5)
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    loop {}
}
