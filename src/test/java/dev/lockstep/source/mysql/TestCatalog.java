package dev.lockstep.source.mysql;

import dev.lockstep.source.SourceProbe;
import dev.lockstep.source.TableStructure;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** To be replaced. */
final class TestCatalog extends MysqlCatalog {
  TestCatalog(MysqlOptions options) {
    super(options);
  }

  @Override
  public SourceProbe probe(Duration statementTimeout) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<TableStructure> structures(Collection<String> schemas) {
    throw new UnsupportedOperationException();
  }
}
