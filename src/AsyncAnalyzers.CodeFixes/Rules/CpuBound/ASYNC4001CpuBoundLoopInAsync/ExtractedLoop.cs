namespace AsyncAnalyzers.Rules.CpuBound;

/// <summary>
/// Moves a loop that returns from the middle of an async function into a local function that says whether it returned, and with
/// what; <c>Task.Run</c> runs it, and the function around it returns in its place.
/// </summary>
internal static class ExtractedLoop
{
    private const string BodyName = "__body__";
    private const string TaskName = "__task__";

    /// <summary>
    /// The block with the loop replaced and the local function at its end; null where the loop assigns variables that are read outside of
    /// it,
    /// where a parameter's type cannot be written, or where the function is not async.
    /// </summary>
    public static Func<BlockSyntax, BlockSyntax>? TryCreate(
        RepairRequest request, StatementSyntax loop, BlockSyntax block, Indentation indentation, CancellationToken cancellationToken)
    {
        if (request.Root.SyntaxTree.Options is not CSharpParseOptions { LanguageVersion: >= LanguageVersion.CSharp7_3 and var version }
            || FunctionSyntax.Enclosing(loop) is not { } function || !FunctionSyntax.IsAsync(function)
            || FunctionSyntax.SymbolOf(function, request.ModelFor(cancellationToken))?.ReturnType is not INamedTypeSymbol task
            || request.Model.AnalyzeDataFlow(loop) is not { Succeeded: true } data
            || loop.ContainsDirectives)
        {
            return null;
        }

        ISymbol[] outer = data.ReadInside.Union(data.WrittenInside, SymbolEqualityComparer.Default)
            .Except(data.VariablesDeclared, SymbolEqualityComparer.Default)
            .ToArray();
        ISymbol[] inputs = outer.Where(symbol => symbol is not IParameterSymbol { IsThis: true }).ToArray();
        if (inputs.Any(symbol => data.WrittenInside.Contains(symbol, SymbolEqualityComparer.Default))
            || inputs.Select(TypeOf).Any(type => type is null or { IsAnonymousType: true } or { IsRefLikeType: true }))
        {
            return null;
        }

        HashSet<string> taken = FreeNames.UsedIn(loop.SyntaxTree.GetRoot(cancellationToken));
        string name = Free("Compute", taken), returned = Free("hasReturned", taken), value = Free("returnValue", taken);
        ITypeSymbol? result = task.TypeArguments.FirstOrDefault();
        string? resultType = result is null ? null : Display(result);
        string resultTuple = resultType is null ? "bool" : $"({resultType}, bool)";
        string none = resultType is null ? "false"
            : request.Model.GetNullableContext(loop.SpanStart).AnnotationsEnabled()
                && result!.IsReferenceType ? $"(default({resultType})!, false)"
            : $"(default({resultType}), false)";
        string modifier = version >= LanguageVersion.CSharp8 && inputs.Length == outer.Length ? "static " : "";
        string line = indentation.Line, inner = line + indentation.Unit, newLine = indentation.NewLine;
        string configureAwait = ConfigureAwaitHabit.IsFalse(request.Root) ? ".ConfigureAwait(false)" : "";
        string call = $"await {TaskName}.Run(() => {name}({string.Join(", ", inputs.Select(symbol => symbol.Name))})){configureAwait}";
        string text = "{" + newLine
            + (resultType is null
                ? $"{line}if ({call}){newLine}{line}{{{newLine}{inner}return;{newLine}{line}}}{newLine}"
                : $"{line}({resultType} {value}, bool {returned}) = {call};{newLine}"
                    + $"{line}if ({returned}){newLine}{line}{{{newLine}{inner}return {value};{newLine}{line}}}{newLine}")
            + $"{newLine}{line}{modifier}{resultTuple} {name}({string.Join(
                ", ", inputs.Select(symbol => $"{Display(TypeOf(symbol)!)} {symbol.Name}"))}){newLine}{line}{{{newLine}"
            + $"{BodyName}();{newLine}{newLine}{inner}return {none};{newLine}{line}}}{newLine}}}";
        var skeleton = (BlockSyntax)SyntaxFactory.ParseStatement(text, options: request.Root.SyntaxTree.Options);
        int index = block.Statements.IndexOf(loop);
        return rewritten =>
        {
            StatementSyntax original = rewritten.Statements[index];
            StatementSyntax moved = original.ReplaceNodes(
                FunctionSyntax.OwnNodes(original).OfType<ReturnStatementSyntax>(),
                (_, statement) => statement.WithExpression(statement.Expression is { } expression
                    ? SyntaxFactory.ParseExpression($"({expression.WithoutTrivia().ToFullString()}, true)").WithTriviaFrom(expression)
                    : SyntaxFactory.LiteralExpression(SyntaxKind.TrueLiteralExpression).WithLeadingTrivia(SyntaxFactory.Space)));
            moved = indentation.Deepen(moved.WithLeadingTrivia(SyntaxFactory.Whitespace(line)));
            BlockSyntax parts = skeleton.ReplaceNode(
                skeleton.DescendantNodes().OfType<ExpressionStatementSyntax>().First(statement => statement.Expression
                    is InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: BodyName } }),
                moved);
            parts = parts.ReplaceNode(
                parts.DescendantNodes().OfType<IdentifierNameSyntax>().First(identifier => identifier.Identifier.ValueText == TaskName),
                TypeNaming.ExpressionOf(request, request.Types.Task!));
            StatementSyntax[] statements = parts.Statements.ToArray();
            statements[0] = statements[0].WithLeadingTrivia(original.GetLeadingTrivia());
            return rewritten.WithStatements(rewritten.Statements.RemoveAt(index)
                .InsertRange(index, statements.Take(statements.Length - 1))
                .Add(statements[statements.Length - 1]));
        };

        string Display(ITypeSymbol type) => type.ToMinimalDisplayString(request.Model, loop.SpanStart);
    }

    private static ITypeSymbol? TypeOf(ISymbol symbol) => symbol switch
    {
        ILocalSymbol local => local.Type,
        IParameterSymbol parameter => parameter.Type,
        _ => null,
    };

    private static string Free(string name, HashSet<string> taken)
    {
        string free = name;
        for (int number = 2; taken.Contains(free); number++)
        {
            free = name + number;
        }

        return free;
    }
}
