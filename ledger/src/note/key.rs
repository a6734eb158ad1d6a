//! The keys of notes, in the form that C2SP and Go's checksum database write them: one to sign, and one
//! that anyone may have to check. It makes no randomness: a new key is given its 32 bytes.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::signed::SignatureLine;
use super::{base64_of, bytes_of_base64, cosignature};

/// The longest name of a key, in bytes.
pub const KEY_NAME_BYTES_MAX: usize = 255;
const PRIVATE: &str = "PRIVATE+KEY+";

/// Why a text is not a key, or not the name of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The name is empty, too long, or has a space, a plus sign or a control character.
    #[error("the name of a key has 1 to {KEY_NAME_BYTES_MAX} bytes, without spaces and plus signs")]
    Name,
    /// It is not a name, an identifier and a key with plus signs between.
    #[error(
        "a key is written as its name, its identifier and the key itself, with plus signs between"
    )]
    Form,
    /// The identifier does not belong to the name and the key.
    #[error("the identifier does not belong to this name and key")]
    Identifier,
    /// The key is of a kind that is not used here.
    #[error("keys of kind {kind} are not used here")]
    Kind {
        /// The byte that says which kind.
        kind: u8,
    },
    /// The key is not a point of the curve, or a weak one.
    #[error("this is no key that a signature could be checked with")]
    Weak,
}

/// The name of a key: for a ledger its origin, for a witness what its keeper calls it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyName(Arc<str>);

impl KeyName {
    /// What a ledger is called in its checkpoints, and the key that signs them.
    pub fn of_ledger(ledger: Uuid) -> Self {
        Self(format!("candour/ledger/{}", ledger.hyphenated()).into())
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for KeyName {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let other = |it: char| it == '+' || it.is_whitespace() || it.is_control();
        if text.is_empty() || text.len() > KEY_NAME_BYTES_MAX || text.contains(other) {
            return Err(KeyError::Name);
        }
        Ok(Self(text.into()))
    }
}

impl fmt::Display for KeyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for KeyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &*self.0)
    }
}

/// The first four bytes of SHA-256 over name, line break, kind and public key.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyId([u8; 4]);

impl KeyId {
    pub(super) fn from_bytes(bytes: [u8; 4]) -> Self {
        Self(bytes)
    }

    pub(super) fn bytes(&self) -> &[u8; 4] {
        &self.0
    }

    fn of(name: &KeyName, kind: KeyKind, public: &[u8; 32]) -> Self {
        let mut sha = Sha256::new();
        sha.update(name.as_str());
        sha.update([b'\n', kind.byte()]);
        sha.update(public);
        let [a, b, c, d, ..]: [u8; 32] = sha.finalize().into();
        Self([a, b, c, d])
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyId({self})")
    }
}

/// What a key is for: the same bytes make two keys that do not stand for each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum KeyKind {
    /// It signs a ledger's checkpoints: Ed25519 over the text.
    Checkpoints,
    /// It cosigns as a witness: Ed25519 over a time and the text.
    Cosignatures,
}

impl KeyKind {
    fn byte(self) -> u8 {
        match self {
            Self::Checkpoints => 0x01,
            Self::Cosignatures => 0x04,
        }
    }

    fn from_byte(byte: u8) -> Result<Self, KeyError> {
        match byte {
            0x01 => Ok(Self::Checkpoints),
            0x04 => Ok(Self::Cosignatures),
            kind => Err(KeyError::Kind { kind }),
        }
    }
}

/// A name, an identifier and a key of its kind, as they are written.
fn parts(text: &str) -> Result<(KeyName, &str, KeyKind, [u8; 32]), KeyError> {
    let (name, rest) = text.split_once('+').ok_or(KeyError::Form)?;
    let (id, key) = rest.split_once('+').ok_or(KeyError::Form)?;
    let key = bytes_of_base64(key).ok_or(KeyError::Form)?;
    let (kind, key) = key.split_first().ok_or(KeyError::Form)?;
    let kind = KeyKind::from_byte(*kind)?;
    Ok((name.parse()?, id, kind, key.try_into().map_err(|_| KeyError::Form)?))
}

fn written(name: &KeyName, id: KeyId, kind: KeyKind, key: &[u8; 32]) -> String {
    let bytes = [[kind.byte()].as_slice(), key].concat();
    format!("{name}+{id}+{}", base64_of(&bytes))
}

/// A public key with its name: what checks signatures.
#[derive(Clone, PartialEq, Eq)]
pub struct Verifier {
    name: KeyName,
    id: KeyId,
    kind: KeyKind,
    key: VerifyingKey,
}

impl Verifier {
    /// A key from its 32 bytes.
    ///
    /// # Errors
    /// Refuses what is no point of the curve, or a weak one.
    pub fn new(name: KeyName, kind: KeyKind, public: &[u8; 32]) -> Result<Self, KeyError> {
        let key = VerifyingKey::from_bytes(public).map_err(|_| KeyError::Weak)?;
        if key.is_weak() {
            return Err(KeyError::Weak);
        }
        Ok(Self { id: KeyId::of(&name, kind, public), name, kind, key })
    }

    /// The key's name.
    pub fn name(&self) -> &KeyName {
        &self.name
    }

    /// The key's short identifier.
    pub fn id(&self) -> KeyId {
        self.id
    }

    /// What the key is for.
    pub fn kind(&self) -> KeyKind {
        self.kind
    }

    /// The key itself.
    pub fn public(&self) -> &[u8; 32] {
        self.key.as_bytes()
    }

    /// Whether a signature names this key.
    pub fn claims(&self, line: &SignatureLine) -> bool {
        line.name == self.name && line.id == self.id
    }

    /// Whether a signature that names this key is true.
    pub fn holds(&self, text: &str, line: &SignatureLine) -> bool {
        match self.kind {
            KeyKind::Checkpoints => self.holds_over(text.as_bytes(), &line.bytes),
            KeyKind::Cosignatures => cosignature::time_of(self, text, line).is_some(),
        }
    }

    /// Whether the bytes are this key's signature of the message.
    pub(super) fn holds_over(&self, message: &[u8], signature: &[u8]) -> bool {
        let signature = Signature::from_slice(signature);
        signature.is_ok_and(|it| self.key.verify_strict(message, &it).is_ok())
    }
}

impl FromStr for Verifier {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let (name, id, kind, public) = parts(text)?;
        let verifier = Self::new(name, kind, &public)?;
        if verifier.id.to_string() == id { Ok(verifier) } else { Err(KeyError::Identifier) }
    }
}

impl fmt::Display for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&written(&self.name, self.id, self.kind, self.public()))
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Verifier({self})")
    }
}

/// A private key with its name: what signs.
#[derive(Clone)]
pub struct Signer {
    name: KeyName,
    kind: KeyKind,
    key: SigningKey,
}

impl Signer {
    /// A key from 32 bytes that nobody can guess.
    pub fn from_bytes(name: KeyName, kind: KeyKind, secret: &[u8; 32]) -> Self {
        Self { name, kind, key: SigningKey::from_bytes(secret) }
    }

    /// The same key under another name. What one signs holds under no other's name.
    pub fn under(&self, name: KeyName) -> Self {
        Self { name, kind: self.kind, key: self.key.clone() }
    }

    /// The key's name.
    pub fn name(&self) -> &KeyName {
        &self.name
    }

    /// What the key is for.
    pub fn kind(&self) -> KeyKind {
        self.kind
    }

    /// The public half.
    pub fn verifier(&self) -> Verifier {
        let key = self.key.verifying_key();
        let id = KeyId::of(&self.name, self.kind, key.as_bytes());
        Verifier { name: self.name.clone(), id, kind: self.kind, key }
    }

    /// The key as its file has it. Whoever has this can sign.
    pub fn to_secret_text(&self) -> String {
        let id = self.verifier().id;
        format!("{PRIVATE}{}", written(&self.name, id, self.kind, self.key.as_bytes()))
    }

    /// Reads a key as its file has it.
    ///
    /// # Errors
    /// Refuses what is not one.
    pub fn from_secret_text(text: &str) -> Result<Self, KeyError> {
        let text = text.trim_end_matches('\n').strip_prefix(PRIVATE).ok_or(KeyError::Form)?;
        let (name, id, kind, secret) = parts(text)?;
        let signer = Self::from_bytes(name, kind, &secret);
        if signer.verifier().id.to_string() == id { Ok(signer) } else { Err(KeyError::Identifier) }
    }

    /// Signs a message.
    pub(super) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.key.sign(message).to_bytes()
    }

    /// Signs the text of a note.
    pub(super) fn line(&self, text: &str) -> SignatureLine {
        let bytes = self.sign(text.as_bytes()).to_vec();
        SignatureLine { name: self.name.clone(), id: self.verifier().id, bytes }
    }
}

impl fmt::Debug for Signer {
    /// Leaves the key out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signer({:?}, ..)", self.name)
    }
}
