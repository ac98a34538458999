// load OBJECT FORMAT [LEVEL [BYTES]]: loads an object with cilium/ebpf and prints the error as
// programs do; with "whole" for a FORMAT, the log behind it.
package main

import (
	"errors"
	"fmt"
	"os"
	"strconv"

	"github.com/cilium/ebpf"
)

func main() {
	spec, err := ebpf.LoadCollectionSpec(os.Args[1])
	if err != nil {
		fmt.Println(err)
		os.Exit(2)
	}
	options := ebpf.CollectionOptions{}
	if len(os.Args) > 3 {
		options.Programs.LogLevel = level(os.Args[3])
	}
	if len(os.Args) > 4 {
		options.Programs.LogSize, _ = strconv.Atoi(os.Args[4])
	}
	_, err = ebpf.NewCollectionWithOptions(spec, options)
	if os.Args[2] != "whole" {
		fmt.Printf(os.Args[2]+"\n", err)
		return
	}
	var verr *ebpf.VerifierError
	if errors.As(err, &verr) {
		fmt.Printf("%+v\n", verr)
	}
}
func level(s string) uint32 { n, _ := strconv.Atoi(s); return uint32(n) }
