package floria.lsp.workspace;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import floria.lsp.text.Lenient;
import floria.lsp.text.Text;
import floria.tosca.source.Source;
import floria.tosca.yaml.Mapping;

/** A file as an editor, or else the disk, has it at a moment. Constant. */
public final class Document {
    private static final Pattern TEMPLATE = Pattern.compile("(?m)^tosca_definitions_version\\b");
    private static final Pattern KEY = Pattern.compile("(?m)^[\\w\"'-]+ *:");

    private final String uri;
    private final Source source;
    private final Text text;
    private final boolean tosca;
    private volatile @Nullable Mapping tree;

    /**
     * @param uri as the editor writes it
     * @param address what locations in it are given in
     * @param tosca whether the editor says that this is TOSCA
     */
    Document(String uri, String address, Text text, boolean tosca) {
        this.uri = uri;
        this.text = text;
        this.source = new Source(address, text.content().getBytes(StandardCharsets.UTF_8));
        this.tosca = tosca;
    }

    Document with(Text fresh) {
        return new Document(uri, address(), fresh, tosca);
    }

    public String uri() {
        return uri;
    }

    public String address() {
        return source.address();
    }

    public Text text() {
        return text;
    }

    public Source source() {
        return source;
    }

    /**
     * What the text says, as far as it can be understood: it need not be YAML at the moment. Read
     * in a fraction of the time that YAML takes, so that answers keep up with typing.
     */
    public Mapping tree() {
        Mapping known = tree;
        if (known == null) {
            known = Lenient.read(text, address());
            tree = known;
        }
        return known;
    }

    /** Whether this is TOSCA, and not some other YAML that an editor sends as well. */
    public boolean isTemplate() {
        return tosca || TEMPLATE.matcher(text.content()).find();
    }

    /** Whether this may become a template: it has nothing that is of another kind. */
    public boolean mayBecomeTemplate() {
        return isTemplate() || !KEY.matcher(text.content()).find();
    }
}
