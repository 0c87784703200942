using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Benchmarks;

/// <summary>
/// What a package costs while somebody types: one character changes in the body of an asynchronous method, a new compilation is made as
/// an editor makes it, and the analyzers run on that document alone. Everything else is as the keystroke before left it.
/// </summary>
internal sealed class KeystrokeBenchmark(CSharpCompilation project, ImmutableArray<AnalyzerPackage> packages, int rounds)
{
    /// <summary>How many files are typed in.</summary>
    private const int MostFiles = 20;

    /// <summary>Prints the time of a keystroke for each package, and for each of our own rules, at each number of copies of the project.</summary>
    public async Task RunAsync(IReadOnlyList<int> copies)
    {
        AnalyzerSet[] sets =
        [
            AnalyzerSet.EmptyAnalyzer,
            .. packages.Select(package => new AnalyzerSet($"{package.Name} {package.Version}", package.LoadAnalyzers(), package)),
            .. packages.Where(package => package.IsOwn).SelectMany(package => package.LoadAnalyzers().Select(
                analyzer => new AnalyzerSet(analyzer.SupportedDiagnostics[0].Id, [analyzer], package))),
        ];
        ImmutableArray<SyntaxTree> typedIn = FilesToTypeIn();
        foreach (int count in copies)
        {
            CSharpCompilation compilation = Copied(count);
            Dictionary<AnalyzerSet, List<double>> times = sets.ToDictionary(set => set, _ => new List<double>());
            for (int round = -1; round < rounds; round++)
            {
                foreach (SyntaxTree file in typedIn)
                {
                    SyntaxTree current = file;
                    foreach (AnalyzerSet set in sets)
                    {
                        SyntaxTree edited = Edited(current);
                        compilation = compilation.ReplaceSyntaxTree(current, edited);
                        current = edited;
                        double milliseconds = await MeasureAsync(set, compilation, edited);
                        if (round >= 0)
                        {
                            times[set].Add(milliseconds);
                        }
                    }

                    compilation = compilation.ReplaceSyntaxTree(current, file);
                }
            }

            Write(compilation, typedIn.Length, count, times);
        }
    }

    /// <summary>
    /// The document's semantic diagnostics, as an editor asks for them, in processor time: one thread works, so that is what an idle machine
    /// takes, and other processes do not disturb it. The compiler has said before what it has against the document.
    /// </summary>
    private static async Task<double> MeasureAsync(AnalyzerSet set, CSharpCompilation compilation, SyntaxTree document)
    {
        Compilation configured = set.Configure(compilation);
        _ = configured.GetSemanticModel(document).GetDiagnostics();
        TimeSpan before = Environment.CpuUsage.TotalTime;
        var driver = new CompilationWithAnalyzers(configured, set.Analyzers, new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: false));
        await driver.GetAnalyzerSemanticDiagnosticsAsync(configured.GetSemanticModel(document), filterSpan: null, CancellationToken.None);
        return (Environment.CpuUsage.TotalTime - before).TotalMilliseconds;
    }

    private void Write(CSharpCompilation compilation, int files, int count, Dictionary<AnalyzerSet, List<double>> times)
    {
        int lines = compilation.SyntaxTrees.Sum(tree => tree.GetText().Lines.Count);
        double[] alone = [.. times[AnalyzerSet.EmptyAnalyzer]];
        Table table = new(
            $"A keystroke in one of {files} files, {count} copies of the project, {lines} lines ({rounds} rounds; milliseconds of processor time)",
            "package or rule", "median", "95th percentile", "added, median", "added, 95th percentile");
        foreach ((AnalyzerSet set, List<double> all) in times)
        {
            double[] added = [.. all.Zip(alone, (with, without) => with - without)];
            table.Add(
                set.Name,
                Table.Figure(At(all, 0.5), 1), Table.Figure(At(all, 0.95), 1),
                Table.Figure(At(added, 0.5), 1), Table.Figure(At(added, 0.95), 1));
        }

        table.Write();

        static double At(IEnumerable<double> values, double part)
        {
            double[] sorted = [.. values.Order()];
            return sorted[(int)Math.Min(sorted.Length - 1, Math.Floor(part * sorted.Length))];
        }
    }

    /// <summary>The files of the project with the most awaits.</summary>
    private ImmutableArray<SyntaxTree> FilesToTypeIn()
        => [.. project.SyntaxTrees
            .Select(tree => (Tree: tree, Awaits: tree.GetRoot().DescendantNodes().Count(node => node is AwaitExpressionSyntax)))
            .Where(file => file.Awaits > 0)
            .OrderByDescending(file => file.Awaits)
            .Take(MostFiles)
            .Select(file => file.Tree)];

    /// <summary>An empty statement more in the asynchronous method in the middle of the file.</summary>
    private static SyntaxTree Edited(SyntaxTree tree)
    {
        BlockSyntax[] bodies =
        [
            .. tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>()
                .Where(method => method.Body is not null && method.Modifiers.Any(SyntaxKind.AsyncKeyword))
                .Select(method => method.Body!),
        ];
        int position = bodies.Length > 0 ? bodies[bodies.Length / 2].OpenBraceToken.Span.End : tree.GetText().Length;
        return tree.WithChangedText(tree.GetText().WithChanges(new TextChange(new TextSpan(position, 0), bodies.Length > 0 ? ";" : " ")));
    }

    /// <summary>The project, and copies of it whose namespaces are parts of others: each means its own types.</summary>
    private CSharpCompilation Copied(int count)
    {
        CSharpCompilation compilation = project;
        for (int copy = 1; copy < count; copy++)
        {
            var rewriter = new NamespaceRewriter($"Copy{copy}");
            compilation = compilation.AddSyntaxTrees(project.SyntaxTrees
                .Where(tree => tree.GetRoot().DescendantNodes().Any(node => node is BaseNamespaceDeclarationSyntax))
                .Select(tree => CSharpSyntaxTree.ParseText(
                    rewriter.Visit(tree.GetRoot()).ToFullString(), (CSharpParseOptions)tree.Options, $"{tree.FilePath}.{copy}.cs")));
        }

        return compilation;
    }

    /// <summary>Puts the outermost namespaces of a file into another one.</summary>
    private sealed class NamespaceRewriter(string outer) : CSharpSyntaxRewriter
    {
        public override SyntaxNode VisitNamespaceDeclaration(NamespaceDeclarationSyntax node) => node.WithName(Within(node.Name));

        public override SyntaxNode VisitFileScopedNamespaceDeclaration(FileScopedNamespaceDeclarationSyntax node) => node.WithName(Within(node.Name));

        private NameSyntax Within(NameSyntax name)
            => SyntaxFactory.ParseName($"{outer}.{name.WithoutTrivia()}").WithTriviaFrom(name);
    }
}
