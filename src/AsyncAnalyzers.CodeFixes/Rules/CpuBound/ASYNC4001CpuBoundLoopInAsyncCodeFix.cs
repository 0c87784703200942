using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.CpuBound;

/// <summary>
/// Moves a loop, with the declarations of what it computes or with the <c>return</c> behind it, into <c>await Task.Run(() => { … })</c>.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC4001CpuBoundLoopInAsyncCodeFix))]
public sealed class ASYNC4001CpuBoundLoopInAsyncCodeFix : AsyncCodeFix
{
    private const string Title = "Move the work into 'await Task.Run'";
    private const string Key = "ASYNC4001.TaskRun";

    public ASYNC4001CpuBoundLoopInAsyncCodeFix()
        : base(ASYNC4001CpuBoundLoopInAsyncAnalyzer.Id)
    {
    }

    private protected override async Task<IReadOnlyList<Repair>> FindRepairsAsync(
        RepairRequest request, CancellationToken cancellationToken)
    {
        if (request.Types.Task is not { } task || task.GetMembers("Run").IsEmpty
            || AwaitPlacement.ObstacleAt(request.Node, request.ModelFor(cancellationToken)) != AwaitObstacle.None)
        {
            return Array.Empty<Repair>();
        }

        if (request.Node is InvocationExpressionSyntax call)
        {
            bool configureAwaitFalse = ConfigureAwaitHabit.IsFalse(request.Root);
            return MayMove(call)
                ? new[]
                {
                    Replacing(request, call, rewritten
                        => AwaitSyntax.InPlaceOf(call, TaskRunEditing.Run(request, (ExpressionSyntax)rewritten), configureAwaitFalse)),
                }
                : Array.Empty<Repair>();
        }

        if (request.Node is StatementSyntax awaiting && AwaitsIn(awaiting).ToList() is { Count: > 0 } awaits)
        {
            return Yielding(request, awaits, cancellationToken) is { } yielding ? new[] { yielding } : Array.Empty<Repair>();
        }

        if (request.Node is not StatementSyntax loop || !LoopBounds.IsLoop(loop)
            || request.Model.AnalyzeControlFlow(loop) is not { Succeeded: true } control
            || request.Model.AnalyzeDataFlow(loop) is not { Succeeded: true } data
            || !control.EntryPoints.IsEmpty || control.ExitPoints.Any(exit => exit is not ReturnStatementSyntax))
        {
            return Array.Empty<Repair>();
        }

        SourceText text = await request.Document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        var editing = new TaskRunEditing(request, loop, text);
        Repair? repair = control.ReturnStatements.IsEmpty
            ? WithResults(request, loop, data, editing, cancellationToken)
                ?? Replacing(request, loop, rewritten => editing.Move(new[] { (StatementSyntax)rewritten }, "", ""))
            : WithReturn(request, loop, editing) ?? Extracted(request, loop, Indentation.Of(loop, text), cancellationToken);
        return repair is null ? Array.Empty<Repair>() : new[] { repair };
    }

    /// <summary>
    /// What is evaluated in the lambda means the same there: nothing is handed over by reference, declared or assigned, nor bound to the
    /// left of <c>?.</c>
    /// </summary>
    private static bool MayMove(InvocationExpressionSyntax call)
        => !CallSyntax.IsBehindConditionalAccess(call)
            && !call.DescendantNodes().Any(node => FunctionSyntax.IsAwait(node)
                || node is DeclarationExpressionSyntax or DeclarationPatternSyntax or AssignmentExpressionSyntax
                || (node is ArgumentSyntax argument && !argument.RefKindKeyword.IsKind(SyntaxKind.None)));

    private static IEnumerable<AwaitExpressionSyntax> AwaitsIn(StatementSyntax loop)
        => LoopBounds.IsLoop(loop)
            ? FunctionSyntax.OwnNodes(loop).OfType<AwaitExpressionSyntax>()
            : Enumerable.Empty<AwaitExpressionSyntax>();

    /// <summary>
    /// <c>await Task.Yield();</c> for <c>await Task.CompletedTask;</c>, whose value nobody uses: with it the loop goes on, and so do
    /// others.
    /// </summary>
    private static Repair? Yielding(RepairRequest request, List<AwaitExpressionSyntax> awaits, CancellationToken cancellationToken)
    {
        AwaitExpressionSyntax[] statements = awaits
            .Where(await
                => await.Parent is ExpressionStatementSyntax && CompletedAwait.Is(await, request.ModelFor(cancellationToken)))
            .ToArray();
        if (statements.Length == 0 || !EndlessLoop.IsAt((StatementSyntax)request.Node, request.ModelFor(cancellationToken)))
        {
            return null;
        }

        SyntaxNode root = request.Root.ReplaceNodes(
            statements,
            (original, _)
                => original.WithExpression(
                    AsyncEdit.StaticCall(request, request.Types.Task!, "Yield").WithTriviaFrom(original.Expression)));
        return new Repair(
            "Use 'await Task.Yield'",
            "ASYNC4001.Yield",
            _ => Task.FromResult<Solution?>(request.Document.WithSyntaxRoot(root).Project.Solution));
    }

    /// <summary>
    /// Where what the loop computes is declared right before it, the declarations go with it, and the lambda returns the values:
    /// <c>int total = await Task.Run(() => { int total = 0; …; return total; })</c>. Null where that is not so.
    /// </summary>
    private static Repair? WithResults(
        RepairRequest request, StatementSyntax loop, DataFlowAnalysis data, TaskRunEditing editing, CancellationToken cancellationToken)
    {
        // DataFlowsOut would say it more narrowly, but is empty for a foreach.
        var results = new HashSet<ISymbol>(data.WrittenInside.Except(data.VariablesDeclared, SymbolEqualityComparer.Default)
            .Intersect(data.ReadOutside, SymbolEqualityComparer.Default), SymbolEqualityComparer.Default);

        // Before C# 8 a local of a lambda cannot have the name of one around it.
        if (loop.Parent is not BlockSyntax block || results.Count == 0
            || request.Root.SyntaxTree.Options is not CSharpParseOptions { LanguageVersion: >= LanguageVersion.CSharp8 })
        {
            return null;
        }

        int loopIndex = block.Statements.IndexOf(loop);
        int first = loopIndex - results.Count;
        if (first < 0)
        {
            return null;
        }

        var declarations = new List<(string Type, string Name)>();
        for (int index = first; index < loopIndex; index++)
        {
            if (block.Statements[index] is not LocalDeclarationStatementSyntax { Declaration.Variables.Count: 1 } declaration
                || declaration.UsingKeyword.IsKind(SyntaxKind.UsingKeyword)
                || declaration.IsConst
                || declaration.Declaration.Type is RefTypeSyntax
                || index > first && declaration.ContainsDirectives
                || request.Model.GetDeclaredSymbol(declaration.Declaration.Variables[0], cancellationToken) is not ILocalSymbol local
                || !results.Contains(local) || data.CapturedOutside.Contains(local, SymbolEqualityComparer.Default)
                || declaration.Declaration.Variables[0].Initializer is { } initializer
                    && PureComputation.Estimate(initializer.Value, request.ModelFor(cancellationToken)) is null)
            {
                return null;
            }

            declarations.Add((declaration.Declaration.Type.ToString(), declaration.Declaration.Variables[0].Identifier.Text));
        }

        if (loop.GetLeadingTrivia().Any(trivia => trivia.IsDirective))
        {
            return null;
        }

        (string result, string values) = declarations.Count == 1
            ? ($"{declarations[0].Type} {declarations[0].Name}", declarations[0].Name)
            : ($"({string.Join(", ", declarations.Select(declaration => $"{declaration.Type} {declaration.Name}"))})", $"({string.Join(
                ", ", declarations.Select(declaration => declaration.Name))})");
        return Replacing(request, block, rewritten
            => MoveRange((BlockSyntax)rewritten, first, loopIndex, editing, result + " = ", $"return {values};"));
    }

    /// <summary>
    /// A loop that returns, as the last thing that the function does or followed by its last <c>return</c>: both go into the lambda,
    /// and the function returns what the lambda returns. Null where something else follows.
    /// </summary>
    private static Repair? WithReturn(RepairRequest request, StatementSyntax loop, TaskRunEditing editing)
    {
        if (loop.Parent is not BlockSyntax block
            || FunctionSyntax.Enclosing(loop) is not { } function
            || FunctionSyntax.Body(function) != block)
        {
            return null;
        }

        int first = block.Statements.IndexOf(loop);
        StatementSyntax[] rest = block.Statements.Skip(first + 1).Where(statement
            => statement is not LocalFunctionStatementSyntax).ToArray();
        if (rest.Length == 0)
        {
            return Replacing(request, loop, rewritten => editing.Move(new[] { (StatementSyntax)rewritten }, "", ""));
        }

        return rest.Length == 1 && rest[0] is ReturnStatementSyntax { Expression: not null } last && block.Statements[first + 1] == last
            && !last.ContainsDirectives && !FunctionSyntax.OwnNodes(last).Any(FunctionSyntax.IsAwait)
                ? Replacing(request, block, rewritten => MoveRange((BlockSyntax)rewritten, first, first + 1, editing, "return ", ""))
                : null;
    }

    private static Repair? Extracted(
        RepairRequest request, StatementSyntax loop, Indentation indentation, CancellationToken cancellationToken)
        => loop.Parent is BlockSyntax block && ExtractedLoop.TryCreate(request, loop, block, indentation, cancellationToken) is { } rewrite
            ? new Repair(
                "Extract a local function for 'await Task.Run'",
                "ASYNC4001.LocalFunction",
                ct => AsyncEdit.ApplyAsync(request.Document, block, rewritten => rewrite((BlockSyntax)rewritten), ct))
            : null;

    private static BlockSyntax MoveRange(
        BlockSyntax block, int first, int last, TaskRunEditing editing, string before, string lastStatement)
    {
        StatementSyntax moved = editing.Move(block.Statements.Skip(first).Take(last - first + 1).ToArray(), before, lastStatement);
        SyntaxList<StatementSyntax> statements = block.Statements;
        for (int index = last; index >= first; index--)
        {
            statements = statements.RemoveAt(index);
        }

        return block.WithStatements(statements.Insert(first, moved));
    }

    private static Repair Replacing(RepairRequest request, SyntaxNode node, Func<SyntaxNode, SyntaxNode> rewrite)
        => new(Title, Key, cancellationToken => AsyncEdit.ApplyAsync(request.Document, node, rewrite, cancellationToken));
}
