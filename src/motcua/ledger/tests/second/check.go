// Checks what the ledger published with Go's own implementation of notes and trees: sumdb/note and sumdb/tlog.
//
// check KEY OLD-NOTE NEW-NOTE < lines: "consistency HASH...", then "inclusion INDEX LEAF-HASH HASH..." for each leaf; hashes
// in base64.
package main

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func tree(verifiers note.Verifiers, path string) tlog.Tree {
	content, err := os.ReadFile(path)
	must(err)
	opened, err := note.Open(content, verifiers)
	must(err)
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err)
	root, err := tlog.ParseHash(lines[2])
	must(err)
	return tlog.Tree{N: size, Hash: root}
}

func hashes(words []string) []tlog.Hash {
	var found []tlog.Hash
	for _, word := range words {
		hash, err := tlog.ParseHash(word)
		must(err)
		found = append(found, hash)
	}
	return found
}

func main() {
	verifier, err := note.NewVerifier(os.Args[1])
	must(err)
	verifiers := note.VerifierList(verifier)
	before, now := tree(verifiers, os.Args[2]), tree(verifiers, os.Args[3])
	checked := 0
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		words := strings.Fields(lines.Text())
		switch words[0] {
		case "consistency":
			must(tlog.CheckTree(hashes(words[1:]), now.N, now.Hash, before.N, before.Hash))
		case "inclusion":
			index, err := strconv.ParseInt(words[1], 10, 64)
			must(err)
			must(tlog.CheckRecord(hashes(words[3:]), now.N, now.Hash, index, hashes(words[2:3])[0]))
		}
		checked++
	}
	fmt.Println(checked)
}
