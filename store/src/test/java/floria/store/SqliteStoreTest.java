package floria.store;

import java.nio.file.Path;
import java.security.SecureRandom;

import floria.engine.state.Store;
import floria.engine.state.StoreContract;

class SqliteStoreTest extends StoreContract {
    @Override
    protected Store open(Path folder) {
        return SqliteStore.open(folder, new SecureRandom());
    }
}
