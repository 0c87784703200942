using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

#pragma warning disable RS1001, RS1013, RS1025, RS1026, RS1037, RS1038, RS1041, RS2008 // analyzers that only these tests run

namespace AsyncAnalyzers.Tests.Verification.Testing.SelfTests;

/// <summary>Reports methods named Bad.</summary>
public class BadNameAnalyzer : DiagnosticAnalyzer
{
    public static readonly DiagnosticDescriptor Rule = new("TEST0001", "Title", "'{0}' is bad", "Test", DiagnosticSeverity.Warning, true);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Rule];

    protected virtual GeneratedCodeAnalysisFlags GeneratedCode => GeneratedCodeAnalysisFlags.None;

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCode);
        context.RegisterSyntaxNodeAction(Analyze, SyntaxKind.MethodDeclaration);
    }

    protected virtual void Analyze(SyntaxNodeAnalysisContext context)
    {
        SyntaxToken name = ((MethodDeclarationSyntax)context.Node).Identifier;
        if (name.ValueText.StartsWith("Bad", StringComparison.Ordinal))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, name.GetLocation(), name.ValueText));
        }
    }
}

public sealed class GeneratedCodeAnalyzer : BadNameAnalyzer
{
    protected override GeneratedCodeAnalysisFlags GeneratedCode => GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics;
}

/// <summary>Reports at the start of the file what no pragma in it can silence.</summary>
public sealed class FirstPlaceAnalyzer : BadNameAnalyzer
{
    protected override void Analyze(SyntaxNodeAnalysisContext context)
        => context.ReportDiagnostic(Diagnostic.Create(Rule, Location.Create(context.Node.SyntaxTree, default), "the file"));
}

/// <summary>Reports at the start of the file, but when all of the compilation is done.</summary>
public sealed class LateAnalyzer : BadNameAnalyzer
{
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start => start.RegisterCompilationEndAction(end =>
        {
            IEnumerable<SyntaxNode> nodes = end.Compilation.SyntaxTrees.SelectMany(tree => tree.GetRoot().DescendantNodes());
            foreach (MethodDeclarationSyntax method in nodes.OfType<MethodDeclarationSyntax>())
            {
                if (method.Identifier.ValueText == "Bad")
                {
                    end.ReportDiagnostic(Diagnostic.Create(Rule, method.Identifier.GetLocation(), "Bad"));
                }
            }
        }));
    }
}

public sealed class ThrowingAnalyzer : BadNameAnalyzer
{
    public override void Initialize(AnalysisContext context)
    {
        base.Initialize(context);
        context.RegisterSyntaxTreeAction(_ => throw new NotSupportedException("on purpose"));
    }
}

/// <summary>Renames what is reported, by replacing one token.</summary>
public class RenameFix : CodeFixProvider
{
    public override ImmutableArray<string> FixableDiagnosticIds => ["TEST0001"];

    protected virtual string NewName(string old) => "Good";

    public override FixAllProvider? GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        context.RegisterCodeFix(
            CodeAction.Create("Rename", token => RenameAsync(context.Document, context.Diagnostics[0].Location.SourceSpan.Start, token), "Rename"),
            context.Diagnostics);
        return Task.CompletedTask;
    }

    private async Task<Document> RenameAsync(Document document, int position, CancellationToken cancellationToken)
    {
        SyntaxNode root = (await document.GetSyntaxRootAsync(cancellationToken))!;
        SyntaxToken old = root.FindToken(position);
        return document.WithSyntaxRoot(Rename(root, old));
    }

    protected virtual SyntaxNode Rename(SyntaxNode root, SyntaxToken old)
        => root.ReplaceToken(old, SyntaxFactory.Identifier(NewName(old.ValueText)).WithTriviaFrom(old));
}

/// <summary>Serves a warning of the compiler too.</summary>
public sealed class UnusedLocalFix : RenameFix
{
    public override ImmutableArray<string> FixableDiagnosticIds => ["TEST0001", "CS0168"];
}

public sealed class BreakingFix : RenameFix
{
    protected override string NewName(string old) => "C";
}

public sealed class IdleFix : RenameFix
{
    protected override string NewName(string old) => old;
}

public sealed class EndlessFix : RenameFix
{
    protected override string NewName(string old) => old + "x";
}

/// <summary>Calls <c>System.Math.Abs</c>, but names its class as a type is named: the text is right, the tree is not.</summary>
public sealed class MalformedFix : RenameFix
{
    protected override SyntaxNode Rename(SyntaxNode root, SyntaxToken old)
    {
        ArrowExpressionClauseSyntax body = root.FindNode(old.Span).DescendantNodesAndSelf().OfType<ArrowExpressionClauseSyntax>().First();
        return base.Rename(root.ReplaceNode(body.Expression, Call("System.Math", "Abs", body.Expression)), old);
    }

    public static InvocationExpressionSyntax Call(string type, string method, ExpressionSyntax argument)
        => SyntaxFactory.InvocationExpression(
            SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, SyntaxFactory.ParseTypeName(type), SyntaxFactory.IdentifierName(method)),
            SyntaxFactory.ArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(argument))));
}

/// <summary>Its fix-all builds a tree that is not what its text means; its single fix is right.</summary>
public sealed class MalformedFixAll : RenameFix
{
    public override FixAllProvider? GetFixAllProvider() => FixAllProvider.Create(async (context, document, diagnostics) =>
    {
        SyntaxNode root = (await document.GetSyntaxRootAsync(context.CancellationToken))!;
        SyntaxToken old = root.FindToken(diagnostics[0].Location.SourceSpan.Start);
        return document.WithSyntaxRoot(root.ReplaceToken(old, SyntaxFactory.Identifier(old.LeadingTrivia, SyntaxKind.None, "Good", "Better", old.TrailingTrivia)));
    });
}

/// <summary>Its fix-all forgets all but the first.</summary>
public sealed class FirstOnlyFix : RenameFix
{
    public override FixAllProvider? GetFixAllProvider() => new FirstOnly();

    private sealed class FirstOnly : FixAllProvider
    {
        public override async Task<CodeAction?> GetFixAsync(FixAllContext context)
        {
            CodeAction? found = null;
            Diagnostic first = (await context.GetDocumentDiagnosticsAsync(context.Document!))[0];
            await context.CodeFixProvider.RegisterCodeFixesAsync(new CodeFixContext(context.Document!, first, (action, _) => found = action, context.CancellationToken));
            return found;
        }
    }
}
