// Checks what the ledger published with Go's own implementation of notes and trees: sumdb/note and sumdb/tlog.
//
// check KEY OLD-NOTE NEW-NOTE < lines: "consistency HASH...", then "inclusion INDEX LEAF-HASH HASH..." for each leaf; hashes
// in base64.
//
// check KEY proof < a .tlog-proof: reckons the entry's leaf anew from what the file carries, and checks that it is in the tree
// that the file's checkpoint signs.
package main

import (
	"bufio"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
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
	return opened(verifiers, content)
}

func opened(verifiers note.Verifiers, content []byte) tlog.Tree {
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

type told struct {
	Format   int
	Action   string
	At       string
	Agency   string
	Salt     string
	Body     string
	BodyHash string `json:"body_hash"`
}

func commitment(extra string) []byte {
	decoded, err := base64.StdEncoding.DecodeString(extra)
	must(err)
	var entry told
	must(json.Unmarshal(decoded, &entry))
	hash := entry.BodyHash
	if entry.Salt != "" {
		salt, err := hex.DecodeString(entry.Salt)
		must(err)
		hash = fmt.Sprintf("%x", sha256.Sum256(append(salt, entry.Body...)))
	}
	lines := fmt.Sprintf("motcua-ledger-entry/%d\n%s\n%s\n%s\n%s\n", entry.Format, entry.Action, entry.At, entry.Agency, hash)
	leaf := sha256.Sum256([]byte(lines))
	return leaf[:]
}

func proof(verifiers note.Verifiers, content string) {
	head, signed, _ := strings.Cut(content, "\n\n")
	lines := strings.Split(head, "\n")
	if len(lines) < 3 || lines[0] != "c2sp.org/tlog-proof@v1" {
		must(fmt.Errorf("this is no proof"))
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[2], "index "), 10, 64)
	must(err)
	entry := commitment(strings.TrimPrefix(lines[1], "extra "))
	now := opened(verifiers, []byte(signed))
	must(tlog.CheckRecord(hashes(lines[3:]), now.N, now.Hash, index, tlog.RecordHash(entry)))
	fmt.Println("proven")
}

func main() {
	verifier, err := note.NewVerifier(os.Args[1])
	must(err)
	verifiers := note.VerifierList(verifier)
	if os.Args[2] == "proof" {
		content, err := io.ReadAll(os.Stdin)
		must(err)
		proof(verifiers, string(content))
		return
	}
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
