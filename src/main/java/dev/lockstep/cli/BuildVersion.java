package dev.lockstep.cli;

import picocli.CommandLine.IVersionProvider;

/** The version that the jar's manifest names. */
final class BuildVersion implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = BuildVersion.class.getPackage().getImplementationVersion();
    String java = System.getProperty("java.vm.name") + " " + Runtime.version();
    return new String[] {"lockstep " + (version == null ? "(from a checkout)" : version), java};
  }
}
