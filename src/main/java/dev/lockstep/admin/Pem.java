package dev.lockstep.admin;

import dev.lockstep.config.AdminAccess;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Makes TLS of PEM files. */
final class Pem {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");
  private static final List<String> KINDS = List.of("RSA", "EC", "EdDSA");

  /** The store lives in memory only; its interface wants a password. */
  private static final char[] NO_PASSWORD = {};

  private Pem() {}

  /** What the daemon shows, and whom it lets in. */
  static SSLContext server(AdminAccess.Tls tls) {
    return context("admin.tls", tls.certificate(), tls.key(), tls.clientCa());
  }

  /** Whom a command trusts, and what it shows. */
  static SSLContext client(AdminAccess.Tls tls) {
    return context("admin.tls", tls.clientCertificate(), tls.clientKey(), tls.ca());
  }

  private static SSLContext context(
      String where, @Nullable Path certificate, @Nullable Path key, @Nullable Path trusted) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          certificate == null || key == null ? null : identity(certificate, key),
          trusted == null ? null : trust(trusted),
          null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new LockstepException(unusable(where, e), e);
    }
  }

  private static KeyManager[] identity(Path certificate, Path key)
      throws IOException, GeneralSecurityException {
    KeyStore store = empty();
    Certificate[] chain = certificates(certificate).toArray(Certificate[]::new);
    store.setKeyEntry("own", privateKey(key), NO_PASSWORD, chain);
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    return factory.getKeyManagers();
  }

  private static TrustManager[] trust(Path issuers) throws IOException, GeneralSecurityException {
    KeyStore store = empty();
    for (Certificate issuer : certificates(issuers)) {
      store.setCertificateEntry("issuer-" + store.size(), issuer);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static KeyStore empty() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    return store;
  }

  private static List<Certificate> certificates(Path file)
      throws IOException, GeneralSecurityException {
    try (var in = Files.newInputStream(file)) {
      List<Certificate> found =
          new ArrayList<>(CertificateFactory.getInstance("X.509").generateCertificates(in));
      if (found.isEmpty()) {
        throw new GeneralSecurityException(file + " holds no certificate");
      }
      return found;
    }
  }

  private static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
    Matcher key = KEY.matcher(Files.readString(file, StandardCharsets.US_ASCII));
    if (!key.find()) {
      throw new GeneralSecurityException(file + " holds no private key as PKCS #8");
    }
    byte[] encoded = Base64.getMimeDecoder().decode(key.group(1));
    for (String kind : KINDS) {
      PrivateKey found = ofKind(kind, encoded);
      if (found != null) {
        return found;
      }
    }
    throw new GeneralSecurityException(file + " holds a key that is neither RSA nor EC nor EdDSA");
  }

  private static @Nullable PrivateKey ofKind(String kind, byte[] encoded)
      throws GeneralSecurityException {
    try {
      return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(encoded));
    } catch (InvalidKeySpecException e) {
      return null;
    }
  }

  /** What the platform says of a file may quote it; its kind is enough. */
  private static Problem unusable(String where, Exception e) {
    String reason =
        e.getClass() == GeneralSecurityException.class
            ? String.valueOf(e.getMessage())
            : e.getClass().getSimpleName() + " while reading its files";
    return Problem.error(
        Category.CONFIGURATION,
        "ADMIN-TLS-UNUSABLE",
        "TLS of the admin API cannot be set up: " + reason,
        where,
        "name readable PEM files; a key becomes PKCS #8 with 'openssl pkcs8 -topk8 -nocrypt'");
  }
}
