package floria.lsp.workspace;

import java.util.List;
import java.util.Optional;

import floria.tosca.source.Source;

/** Where the files are that stand around those that are open; addresses are URIs. */
interface Place {

    /** A folder is open in the editor: imports may reach all of it. */
    void add(String uri);

    void remove(String uri);

    /** One address for each file, however the editor writes it. */
    String normal(String uri);

    /** Whether the file of an address would be one of this place. */
    boolean holds(String address);

    /** What a reference in a file means: a path relative to it, that does not leave its folder. */
    Optional<String> beside(String base, String reference);

    Optional<Source> read(String address);

    /** YAML files near a file, as paths that it can import them by. */
    List<String> near(String address);

    /** YAML files where a name may be used although they are not open. */
    List<String> templates();
}
