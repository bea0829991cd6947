package floria.store;

import java.nio.file.Path;

import org.junit.jupiter.api.extension.RegisterExtension;

import floria.engine.state.Store;
import floria.engine.state.StoreParallelContract;

class PostgresStoreParallelTest extends StoreParallelContract {
    @RegisterExtension static final PostgresDatabases POSTGRES = new PostgresDatabases();

    @Override
    protected Store open(Path folder) {
        return POSTGRES.open(folder);
    }
}
