package dev.lockstep.source.mysql;

import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import dev.lockstep.source.SourceTls;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The certificates and the key of a configuration, which are PEM files, as key stores, which is all
 * that MySQL's driver and Debezium take. They lie beside the pipeline's own files, for this user
 * alone, and are written anew at each connection, so that a renewed certificate is taken up.
 */
public final class MysqlKeyStores {
  /** It keeps nothing secret: the key lies in the configured file without one. */
  private static final String PASSWORD = "lockstep";

  private static final String FOLDER = "tls";
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "Ed25519");

  private final MysqlOptions options;

  MysqlKeyStores(MysqlOptions options) {
    this.options = options;
  }

  /**
   * Debezium's properties for them.
   *
   * @throws LockstepException {@code TLS-FILE-UNREADABLE}
   */
  public static Map<String, String> debezium(MysqlOptions options) {
    MysqlKeyStores stores = new MysqlKeyStores(options);
    Map<String, String> properties = new HashMap<>();
    stores.trusted().ifPresent(file -> putDebezium(properties, "truststore", file));
    stores.own().ifPresent(file -> putDebezium(properties, "keystore", file));
    return properties;
  }

  private static void putDebezium(Map<String, String> properties, String name, Path file) {
    properties.put("database.ssl." + name, file.toString());
    properties.put("database.ssl." + name + ".password", PASSWORD);
  }

  /**
   * The driver's properties for them.
   *
   * @throws LockstepException {@code TLS-FILE-UNREADABLE}
   */
  static Map<String, String> driver(MysqlOptions options) {
    MysqlKeyStores stores = new MysqlKeyStores(options);
    Map<String, String> properties = new HashMap<>();
    stores.trusted().ifPresent(file -> put(properties, "trustCertificateKeyStore", file));
    stores.own().ifPresent(file -> put(properties, "clientCertificateKeyStore", file));
    return properties;
  }

  private static void put(Map<String, String> properties, String name, Path file) {
    properties.put(name + "Url", file.toUri().toString());
    properties.put(name + "Type", "PKCS12");
    properties.put(name + "Password", PASSWORD);
  }

  private Optional<Path> trusted() {
    Path authorities = options.tls().rootCertificate();
    if (authorities == null) {
      return Optional.empty();
    }
    try {
      KeyStore store = empty();
      for (Certificate certificate : certificates(authorities)) {
        store.setCertificateEntry("authority-" + store.size(), certificate);
      }
      return Optional.of(write(store, "trusted.p12"));
    } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
      throw unreadable(authorities, "as certificates", e);
    }
  }

  private Optional<Path> own() {
    SourceTls tls = options.tls();
    Path certificate = tls.certificate();
    Path key = tls.key();
    if (certificate == null || key == null) {
      return Optional.empty();
    }
    try {
      KeyStore store = empty();
      Certificate[] chain = certificates(certificate).toArray(Certificate[]::new);
      store.setKeyEntry("own", key(key), PASSWORD.toCharArray(), chain);
      return Optional.of(write(store, "own.p12"));
    } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
      throw unreadable(key, "as the private key of " + certificate, e);
    }
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static List<Certificate> certificates(Path file)
      throws GeneralSecurityException, IOException {
    try (InputStream input = Files.newInputStream(file)) {
      return List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(input));
    }
  }

  private static PrivateKey key(Path file) throws GeneralSecurityException, IOException {
    String text = Files.readString(file, StandardCharsets.US_ASCII);
    if (!text.contains("-----BEGIN PRIVATE KEY-----")) {
      throw new InvalidKeySpecException("it is not in the form PKCS#8, without a password");
    }
    byte[] bytes = Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z ]+-----", ""));
    InvalidKeySpecException last = new InvalidKeySpecException("it is no key");
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
      } catch (InvalidKeySpecException e) {
        last = e;
      }
    }
    throw last;
  }

  /** Whole, under its name, or not at all: another connection may read it meanwhile. */
  private Path write(KeyStore store, String name) throws GeneralSecurityException, IOException {
    Path folder = Files.createDirectories(options.spillDir().resolveSibling(FOLDER));
    Path written = Files.createTempFile(folder, name, ".new");
    try (OutputStream output = Files.newOutputStream(written)) {
      store.store(output, PASSWORD.toCharArray());
    }
    return Files.move(
        written, folder.resolve(name).toAbsolutePath(), StandardCopyOption.REPLACE_EXISTING);
  }

  private static LockstepException unreadable(Path file, String as, Exception e) {
    return new LockstepException(
        Problem.error(
            Category.CONFIGURATION,
            "TLS-FILE-UNREADABLE",
            "the file cannot be read " + as + ": " + e.getMessage(),
            file.toString(),
            "name a PEM file; a key is brought into its form by"
                + " openssl pkcs8 -topk8 -nocrypt -in key.pem -out key.p8"),
        e);
  }
}
