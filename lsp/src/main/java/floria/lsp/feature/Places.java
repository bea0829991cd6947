package floria.lsp.feature;

import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;

import floria.lsp.text.Text;
import floria.lsp.workspace.Workspace;

/** Locations as editors take them. */
final class Places {
    private final Workspace workspace;

    Places(Workspace workspace) {
        this.workspace = workspace;
    }

    Location of(floria.tosca.problem.Location at) {
        Range range =
                workspace
                        .text(at.address())
                        .map(text -> text.range(at))
                        .orElse(new Range(new Position(0, 0), new Position(0, 0)));
        return new Location(workspace.uri(at.address()), range);
    }

    /** The stretch, or the part of it in its first line. */
    static Range firstLine(Text text, floria.tosca.problem.Location at) {
        int start = text.start(at);
        return text.range(start, Math.min(text.end(at), text.lineEnd(text.lineOf(start))));
    }
}
