package dev.lockstep.admin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Certificates that sign themselves, as the files that a configuration names. */
final class Certificates {
  private static final String PASSWORD = "changeit";
  private static final Base64.Encoder MIME = Base64.getMimeEncoder(64, new byte[] {'\n'});

  private final Path folder;

  Certificates(Path folder) {
    this.folder = folder;
  }

  /** A certificate and its key, NAME.crt and NAME.key, for 127.0.0.1 and localhost. */
  void make(String name) throws IOException, InterruptedException, GeneralSecurityException {
    Path store = folder.resolve(name + ".p12");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-genkeypair", "-keystore", store.toString(), "-storetype", "PKCS12"));
    command.addAll(List.of("-storepass", PASSWORD, "-alias", "own", "-keyalg", "EC"));
    command.addAll(List.of("-dname", "CN=" + name, "-ext", "SAN=ip:127.0.0.1,dns:localhost"));
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (keytool.waitFor() != 0) {
      throw new IllegalStateException(said);
    }
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    write(name + ".crt", "CERTIFICATE", keys.getCertificate("own").getEncoded());
    write(name + ".key", "PRIVATE KEY", keys.getKey("own", PASSWORD.toCharArray()).getEncoded());
  }

  private void write(String file, String kind, byte[] content) throws IOException {
    Files.writeString(
        folder.resolve(file),
        "-----BEGIN "
            + kind
            + "-----\n"
            + MIME.encodeToString(content)
            + "\n-----END "
            + kind
            + "-----\n");
  }

  Path file(String name) {
    return folder.resolve(name);
  }
}
