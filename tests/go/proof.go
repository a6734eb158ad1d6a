// Checks what a ledger hands out with nothing of Candour's: the signed notes and the tree are those of Go's
// checksum database. It keeps nothing, asks no network, and believes the key that it is given.
//
//	proof checkpoint KEY CHECKPOINT        signed with the key
//	proof receipt KEY RECEIPT              and the entry's leaf is in its tree
//	proof growth KEY CHECKPOINT GROWTH     and the one in GROWTH grew out of it by appending alone
//
// KEY is the text that `candour key show` prints; GROWTH is what `candour checkpoint --grown-from` prints.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// tree is what a checkpoint says: how many leaves there are, and the root over them.
type tree struct {
	size int64
	root tlog.Hash
}

func main() {
	told, err := check(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(told)
}

func check(args []string) (string, error) {
	if len(args) < 3 {
		return "", errors.New("say what to check, with which key, and in which files")
	}
	key, err := note.NewVerifier(args[1])
	if err != nil {
		return "", err
	}
	text, err := os.ReadFile(args[len(args)-1])
	if err != nil {
		return "", err
	}
	switch {
	case args[0] == "checkpoint" && len(args) == 3:
		signed, err := checkpoint(string(text), key)
		return fmt.Sprintf("a checkpoint over %d entries", signed.size), err
	case args[0] == "receipt" && len(args) == 3:
		return receipt(string(text), key)
	case args[0] == "growth" && len(args) == 4:
		held, err := os.ReadFile(args[2])
		if err != nil {
			return "", err
		}
		return growth(string(held), string(text), key)
	}
	return "", errors.New("there are three things to check: checkpoint, receipt, growth")
}

// checkpoint reads the three lines of a checkpoint that the key signed.
func checkpoint(text string, key note.Verifier) (signed tree, err error) {
	opened, err := note.Open([]byte(text), note.VerifierList(key))
	if err != nil {
		return signed, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != key.Name() {
		return signed, errors.New("the note is not a checkpoint of the key's ledger")
	}
	if signed.size, err = strconv.ParseInt(lines[1], 10, 64); err != nil {
		return signed, err
	}
	signed.root, err = hash(lines[2])
	return signed, err
}

// receipt checks a tlog-proof whose first field of extra is the leaf.
func receipt(text string, key note.Verifier) (string, error) {
	proof, rest, _ := strings.Cut(text, "\n\n")
	lines := strings.Split(proof, "\n")
	if len(lines) < 3 || lines[0] != "c2sp.org/tlog-proof@v1" {
		return "", errors.New("the file is not a receipt")
	}
	extra, err := base64.StdEncoding.Strict().DecodeString(strings.TrimPrefix(lines[1], "extra "))
	if err != nil {
		return "", err
	}
	if len(extra) < 4 || uint64(binary.BigEndian.Uint32(extra)) > uint64(len(extra)-4) {
		return "", errors.New("the receipt has no leaf")
	}
	leaf := extra[4 : 4+binary.BigEndian.Uint32(extra)]
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[2], "index "), 10, 64)
	if err != nil {
		return "", err
	}
	path, err := hashes(lines[3:])
	if err != nil {
		return "", err
	}
	signed, err := checkpoint(rest, key)
	if err != nil {
		return "", err
	}
	err = tlog.CheckRecord(path, signed.size, signed.root, index, tlog.RecordHash(leaf))
	return fmt.Sprintf("entry %d of a checkpoint over %d entries", index+1, signed.size), err
}

// growth checks that one checkpoint's ledger grew out of another's.
func growth(held, text string, key note.Verifier) (string, error) {
	old, err := checkpoint(held, key)
	if err != nil {
		return "", err
	}
	// An empty proof leaves the empty line first.
	proof, rest, _ := strings.Cut("\n"+text, "\n\n")
	path, err := hashes(strings.Split(proof, "\n")[1:])
	if err != nil {
		return "", err
	}
	signed, err := checkpoint(rest, key)
	if err != nil {
		return "", err
	}
	err = tlog.CheckTree(path, signed.size, signed.root, old.size, old.root)
	return fmt.Sprintf("from %d to %d entries by appending alone", old.size, signed.size), err
}

func hash(line string) (read tlog.Hash, err error) {
	bytes, err := base64.StdEncoding.Strict().DecodeString(line)
	if err != nil {
		return read, err
	}
	if copy(read[:], bytes) != len(read) || len(bytes) != len(read) {
		return read, errors.New("a hash has 32 bytes")
	}
	return read, nil
}

func hashes(lines []string) ([]tlog.Hash, error) {
	read := make([]tlog.Hash, 0, len(lines))
	for _, line := range lines {
		one, err := hash(line)
		if err != nil {
			return nil, err
		}
		read = append(read, one)
	}
	return read, nil
}
