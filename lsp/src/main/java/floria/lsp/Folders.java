package floria.lsp;

import org.eclipse.lsp4j.DidChangeConfigurationParams;
import org.eclipse.lsp4j.DidChangeWatchedFilesParams;
import org.eclipse.lsp4j.DidChangeWorkspaceFoldersParams;
import org.eclipse.lsp4j.services.WorkspaceService;

import floria.lsp.workspace.Workspace;

/** What an editor says of its folders. */
final class Folders implements WorkspaceService {
    private final Workspace workspace;
    private final Checks checks;

    Folders(Workspace workspace, Checks checks) {
        this.workspace = workspace;
        this.checks = checks;
    }

    @Override
    public void didChangeConfiguration(DidChangeConfigurationParams params) {
        // There is nothing to configure.
    }

    @Override
    public void didChangeWatchedFiles(DidChangeWatchedFilesParams params) {
        workspace.diskChanged();
        checks.all();
    }

    @Override
    public void didChangeWorkspaceFolders(DidChangeWorkspaceFoldersParams params) {
        params.getEvent().getAdded().forEach(folder -> workspace.addFolder(folder.getUri()));
        params.getEvent().getRemoved().forEach(folder -> workspace.removeFolder(folder.getUri()));
        checks.all();
    }
}
