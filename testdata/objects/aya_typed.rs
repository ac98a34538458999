// Rust whose maps are types, bare and in the wrappers of aya-ebpf, and which calls what copies memory.
#![no_std]
#![crate_type = "lib"]

use core::{cell::UnsafeCell, mem};

#[repr(C)]
pub struct ArrayDef<T, const M: usize, const F: usize> {
    r#type: *const [i32; 2],
    key: *const u32,
    value: *const T,
    max_entries: *const [i32; M],
    map_flags: *const [i32; F],
}

#[repr(transparent)]
pub struct Array<T, const M: usize, const F: usize = 0>(UnsafeCell<ArrayDef<T, M, F>>);
unsafe impl<T, const M: usize, const F: usize> Sync for Array<T, M, F> {}

const fn array<T, const M: usize, const F: usize>() -> ArrayDef<T, M, F> {
    unsafe { mem::zeroed() }
}

#[unsafe(link_section = ".maps")]
#[unsafe(export_name = "BARE")]
static mut BARE: ArrayDef<u64, 8, 0> = array();
#[unsafe(link_section = ".maps")]
#[unsafe(export_name = "WRAPPED")]
static WRAPPED: Array<Option<[u8; 300]>, 2, 1024> = Array(UnsafeCell::new(array()));

#[unsafe(link_section = "license")]
#[unsafe(no_mangle)]
static LICENSE: [u8; 4] = *b"GPL\0";

static mut COPY: [u8; 300] = [1; 300];

fn lookup<T>(map: *const u8, key: u32) -> Option<&'static mut T> {
    let helper: unsafe extern "C" fn(*const u8, *const u32) -> *mut T = unsafe { mem::transmute(1usize) };
    unsafe { helper(map, &key).as_mut() }
}

#[inline(never)]
fn copy(from: &[u8], count: usize) {
    #[allow(static_mut_refs)]
    unsafe { COPY[..count].copy_from_slice(&from[..count]) }
}

#[unsafe(no_mangle)]
#[unsafe(link_section = "classifier")]
pub fn keep(ctx: *mut u32) -> i32 {
    if let Some(Some(bytes)) = lookup::<Option<[u8; 300]>>((&raw const WRAPPED).cast(), 1) {
        copy(bytes, unsafe { *ctx } as usize);
    }
    if let Some(count) = lookup::<u64>((&raw const BARE).cast(), 1) {
        *count += unsafe { (&raw const COPY[7]).read_volatile() } as u64;
    }
    0
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    loop {}
}
