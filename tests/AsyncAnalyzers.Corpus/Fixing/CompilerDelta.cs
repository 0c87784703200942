using System.Collections.Concurrent;
using AsyncAnalyzers.Corpus.Loading;
using AsyncAnalyzers.Corpus.Running;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.Corpus.Fixing;

/// <summary>
/// Compile errors and warnings that a change adds, by number and id: code that was broken before may stay so.
/// A change inside of bodies is compiled in its own files; any other one in all projects that see it.
/// </summary>
internal sealed class CompilerDelta(Solution before, CorpusInput input)
{
    private readonly ConcurrentDictionary<ProjectId, Task<ImmutableArray<Message>>> _projects = new();
    private readonly ConcurrentDictionary<DocumentId, Task<ImmutableArray<Message>>> _documents = new();

    /// <summary>The new errors and warnings as text.</summary>
    public async Task<(ImmutableArray<string> Errors, ImmutableArray<string> Warnings)> CompareAsync(
        Solution after, CancellationToken cancellationToken)
    {
        var old = new List<Message>();
        var now = new List<Message>();
        ImmutableArray<ProjectChanges> changes = [.. after.GetChanges(before).GetProjectChanges()];
        if (await StaysInBodiesAsync(after, changes, cancellationToken))
        {
            foreach (DocumentId id in changes.SelectMany(change => change.GetChangedDocuments()))
            {
                old.AddRange(await _documents.GetOrAdd(id, key => MessagesOfAsync(before.GetDocument(key)!, CancellationToken.None))
                    .WaitAsync(cancellationToken));
                now.AddRange(await MessagesOfAsync(after.GetDocument(id)!, cancellationToken));
            }
        }
        else
        {
            ProjectDependencyGraph graph = before.GetProjectDependencyGraph();
            IEnumerable<ProjectId> affected = changes
                .SelectMany(change => graph.GetProjectsThatTransitivelyDependOnThisProject(change.ProjectId).Prepend(change.ProjectId))
                .Distinct();
            foreach (ProjectId id in affected)
            {
                old.AddRange(await _projects.GetOrAdd(id, key => MessagesOfAsync(before.GetProject(key)!, CancellationToken.None))
                    .WaitAsync(cancellationToken));
                now.AddRange(await MessagesOfAsync(after.GetProject(id)!, cancellationToken));
            }
        }

        ImmutableArray<Message> added = [.. Added(old, now)];
        return ([.. added.Where(message => message.IsError).Select(message => message.ToString())],
            [.. added.Where(message => !message.IsError).Select(message => message.ToString())]);
    }

    private static IEnumerable<Message> Added(List<Message> old, List<Message> now)
    {
        ILookup<string, Message> before = old.ToLookup(message => message.Id);
        foreach (IGrouping<string, Message> group in now.GroupBy(message => message.Id).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            int count = group.Count() - before[group.Key].Count();
            if (count <= 0)
            {
                continue;
            }

            // Lines move: which of the same id are new, their text says.
            Dictionary<(string, string), int> known = before[group.Key].CountBy(message => (message.File, message.Text)).ToDictionary();
            var likely = new List<Message>();
            var unlikely = new List<Message>();
            foreach (Message message in group)
            {
                int left = known[(message.File, message.Text)] = known.GetValueOrDefault((message.File, message.Text)) - 1;
                (left < 0 ? likely : unlikely).Add(message);
            }

            foreach (Message message in likely.Concat(unlikely).Take(count))
            {
                yield return message;
            }
        }
    }

    private static async Task<bool> StaysInBodiesAsync(
        Solution after, ImmutableArray<ProjectChanges> changes, CancellationToken cancellationToken)
    {
        foreach (ProjectChanges change in changes)
        {
            if (change.GetAddedDocuments().Any() || change.GetRemovedDocuments().Any() || change.GetAddedProjectReferences().Any())
            {
                return false;
            }

            foreach (DocumentId id in change.GetChangedDocuments())
            {
                SyntaxNode? old = await change.OldProject.GetDocument(id)!.GetSyntaxRootAsync(cancellationToken);
                SyntaxNode? now = await after.GetDocument(id)!.GetSyntaxRootAsync(cancellationToken);
                if (!SyntaxFactory.AreEquivalent(WithoutUsings(old), WithoutUsings(now), topLevel: true))
                {
                    return false;
                }
            }
        }

        return true;
    }

    // A using that is added or removed matters to its own file alone, unless it is a global one.
    private static SyntaxNode? WithoutUsings(SyntaxNode? root)
        => root is CompilationUnitSyntax unit && !unit.Usings.Any(directive => directive.GlobalKeyword.IsKind(SyntaxKind.GlobalKeyword))
            ? unit.WithUsings(default)
            : root;

    private async Task<ImmutableArray<Message>> MessagesOfAsync(Project project, CancellationToken cancellationToken)
        => MessagesOf((await project.GetCompilationAsync(cancellationToken))!.GetDiagnostics(cancellationToken));

    private async Task<ImmutableArray<Message>> MessagesOfAsync(Document document, CancellationToken cancellationToken)
        => MessagesOf((await document.GetSemanticModelAsync(cancellationToken))!.GetDiagnostics(cancellationToken: cancellationToken));

    private ImmutableArray<Message> MessagesOf(ImmutableArray<Diagnostic> diagnostics)
        =>
        [
            .. from diagnostic in diagnostics
               where CompilerMessages.IsError(diagnostic) || CompilerMessages.IsWarning(diagnostic)
               let report = ProjectAnalysis.ToReport(diagnostic, input)
               select new Message(report.Id, CompilerMessages.IsError(diagnostic), report.File, report.Line, report.Message),
        ];

    private sealed record Message(string Id, bool IsError, string File, int Line, string Text)
    {
        public override string ToString() => $"{Id} {File}:{Line}: {Text}";
    }
}
