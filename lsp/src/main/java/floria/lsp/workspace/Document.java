package floria.lsp.workspace;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

import floria.lsp.text.Text;
import floria.tosca.source.Source;

/** A file as an editor, or else the disk, has it at a moment. Immutable. */
public final class Document {
    private static final Pattern TEMPLATE = Pattern.compile("(?m)^tosca_definitions_version\\b");
    private static final Pattern KEY = Pattern.compile("(?m)^[\\w\"'-]+ *:");

    private final String uri;
    private final Source source;
    private final Text text;
    private final boolean tosca;

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

    /** Whether this is TOSCA, and not some other YAML that an editor sends as well. */
    public boolean isTemplate() {
        return tosca || TEMPLATE.matcher(text.content()).find();
    }

    /** Whether this may become a template: it has nothing that is of another kind. */
    public boolean mayBecomeTemplate() {
        return isTemplate() || !KEY.matcher(text.content()).find();
    }
}
