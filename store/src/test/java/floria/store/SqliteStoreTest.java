package floria.store;

import java.nio.file.Path;

import floria.engine.state.Store;
import floria.engine.state.StoreContract;

class SqliteStoreTest extends StoreContract {
    @Override
    protected Store open(Path folder) {
        return Stores.open(folder);
    }
}
