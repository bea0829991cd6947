package floria.cli.verb;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;

import floria.cli.Exit;
import floria.cli.Failure;
import floria.cli.Surroundings;
import floria.cli.template.Library;

/** Serves an editor over the standard streams. */
public final class Lsp extends Verb {

    public Lsp(Surroundings around) {
        super(around, "lsp", "Serve an editor: the language server, on standard input and output.");
        explain(
                "Editors start this by themselves; docs/editors.md says how. It speaks the Language"
                        + " Server Protocol: completion, problems while typing, documentation,"
                        + " definitions, references, renaming, outline, formatting, quick fixes.");
        examples("floria lsp");
        // What many editors add by themselves to every server's command line.
        flag("Speak on standard input and output, which it does anyway.", "--stdio");
    }

    @Override
    Exit run() {
        // The screen is for people; the protocol needs the bytes, and nothing else on them.
        System.setOut(screen().err());
        InputStream in = new BufferedInputStream(new FileInputStream(FileDescriptor.in));
        OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out));
        try {
            int code =
                    floria.lsp.Lsp.serve(
                            in,
                            out,
                            around().cache().resolve("profiles"),
                            Library.fetched(around()));
            return code == 0 ? Exit.OK : Exit.INTERNAL;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(Exit.INTERRUPTED, "interrupted", "The language server was stopped.");
        }
    }
}
