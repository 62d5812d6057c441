//! Sealing, against RFC 9180 and against moving things about.

use super::*;
use crate::vault::fixture::{Broken, Repeating, Seeded, VAULT};
use crate::vault::keys;
use proptest::prelude::*;

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

fn place() -> SealContext {
    SealContext { vault: VAULT, token: "tok_0123456789ab".parse().unwrap(), version: 1, kind: Kind::Bot, key_id: 1 }
}

fn value() -> Plaintext {
    Plaintext::new("jtn_bot_of_a_test".to_owned())
}

/// RFC 9180, appendix A.2.1, the first encryption.
#[test]
fn the_published_vector_comes_out_byte_for_byte() {
    let ephemeral = Repeating(bytes("909a9b35d3dc4713a5e72a4da274b55d3d3821a37e5d099e74a647db583a904b"));
    let recipient = Repeating(bytes("1ac01f181fdf9f352797655161c58b75c656a6cc2716dcb66372da835542e1df"));
    let info = bytes("4f6465206f6e2061204772656369616e2055726e");
    let aad = bytes("436f756e742d30");
    let plain = bytes("4265617574792069732074727574682c20747275746820626561757479");

    let (private, public) = keys::generate(&recipient).unwrap();
    assert_eq!(public.as_bytes().to_vec(), bytes("4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a"));
    let published = bytes("8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb");
    // The RFC prints the key before it is clamped (RFC 7748, section 5): that clears the last byte's highest bit.
    assert_eq!(private.to_bytes()[..31], published[..31]);
    assert_eq!(private.to_bytes()[31], published[31] & 0x7f);

    let sealed = seal_bytes(&public, &info, &aad, &plain, &ephemeral).unwrap();
    let (encapped, ciphertext) = sealed.split_at(ENCAPPED);
    assert_eq!(encapped, bytes("1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a"));
    assert_eq!(ciphertext, bytes("1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28"));
    let private = PrivateKey::from_bytes(&published).unwrap();
    assert_eq!(*open_bytes(&private, &info, &aad, &sealed).unwrap(), plain);
}

#[test]
fn a_sealed_value_moved_anywhere_does_not_open() {
    let (private, public) = keys::generate(&Seeded::new(1)).unwrap();
    let sealed = seal(&public, &place(), &value(), &Seeded::new(2)).unwrap();
    assert_eq!(open(&private, &place(), &sealed).unwrap().expose(), "jtn_bot_of_a_test");

    let elsewhere = [
        SealContext { vault: VaultId([8; 16]), ..place() },
        SealContext { token: "tok_0123456789ac".parse().unwrap(), ..place() },
        SealContext { version: 2, ..place() },
        SealContext { kind: Kind::Integration, ..place() },
        SealContext { key_id: 2, ..place() },
    ];
    for at in elsewhere {
        assert!(matches!(open(&private, &at, &sealed), Err(VaultError::Open)), "{at:?}");
    }
    let (stranger, _) = keys::generate(&Seeded::new(3)).unwrap();
    assert!(matches!(open(&stranger, &place(), &sealed), Err(VaultError::Open)));
}

#[test]
fn sealing_the_same_value_twice_shows_nothing_of_it() {
    let (_, public) = keys::generate(&Seeded::new(1)).unwrap();
    let entropy = Seeded::new(2);
    let first = seal(&public, &place(), &value(), &entropy).unwrap();
    let second = seal(&public, &place(), &value(), &entropy).unwrap();
    assert_ne!(first, second);
    assert_eq!(first.len(), value().expose().len() + ENCAPPED + 16);
    assert!(!first.windows(8).any(|window| value().expose().as_bytes().starts_with(window)));
}

#[test]
fn a_broken_generator_seals_nothing() {
    let (_, public) = keys::generate(&Seeded::new(1)).unwrap();
    assert!(matches!(seal(&public, &place(), &value(), &Broken), Err(VaultError::Entropy(_))));
}

#[test]
fn a_public_key_that_agrees_on_nothing_is_refused() {
    // The point zero, and one of order eight (RFC 7748, section 6.1: the result would be zero).
    let low = [bytes(&"00".repeat(32)), bytes("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800")];
    for point in low {
        let public = PublicKey::from_bytes(point.try_into().unwrap());
        assert!(matches!(seal(&public, &place(), &value(), &Seeded::new(1)), Err(VaultError::Seal)));
    }
}

#[test]
fn the_private_key_knows_its_public_half_and_prints_neither() {
    let (private, public) = keys::generate(&Seeded::new(5)).unwrap();
    assert_eq!(private.public(), public);
    assert_eq!(format!("{private:?}"), "PrivateKey(redacted)");
}

proptest! {
    #[test]
    fn any_text_comes_back(text in any::<String>(), seed in any::<u64>()) {
        let (private, public) = keys::generate(&Seeded::new(seed)).unwrap();
        let sealed = seal(&public, &place(), &Plaintext::new(text.clone()), &Seeded::new(seed.wrapping_add(1))).unwrap();
        let opened = open(&private, &place(), &sealed).unwrap();
        prop_assert_eq!(opened.expose(), text.as_str());
    }

    #[test]
    fn any_flipped_bit_and_any_cut_is_noticed(bit in 0_usize..8 * (ENCAPPED + 17 + 16), cut in 0_usize..ENCAPPED + 17 + 16) {
        let (private, public) = keys::generate(&Seeded::new(1)).unwrap();
        let sealed = seal(&public, &place(), &value(), &Seeded::new(2)).unwrap();
        let mut flipped = sealed.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        prop_assert!(open(&private, &place(), &flipped).is_err());
        prop_assert!(open(&private, &place(), &sealed[..cut]).is_err());
    }
}
