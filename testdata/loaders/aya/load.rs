// load OBJECT PROGRAM [verbose|debug|chain]: loads an XDP program with aya and prints the error as
// programs do.
use aya::{programs::Xdp, EbpfLoader, VerifierLogLevel};

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let how = args.get(3).map(String::as_str).unwrap_or("");
    let mut loader = EbpfLoader::new();
    if how == "verbose" {
        loader.verifier_log_level(VerifierLogLevel::VERBOSE | VerifierLogLevel::STATS);
    }
    let mut ebpf = loader.load_file(&args[1]).unwrap();
    let program: &mut Xdp = ebpf.program_mut(&args[2]).unwrap().try_into().unwrap();
    match program.load() {
        Ok(()) => println!("loaded"),
        Err(error) if how == "debug" => println!("Error: {error:?}"),
        Err(error) => println!("Error: {error}"),
    }
}
