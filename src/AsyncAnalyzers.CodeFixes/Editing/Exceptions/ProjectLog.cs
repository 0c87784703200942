namespace AsyncAnalyzers.Editing;

using static SyntaxFactory;

/// <summary>
/// How the project writes exceptions to its log: a static call in the catch clauses of the file, or else of the project, <c>Log.Error(e,
/// "…")</c> or
/// <c>LogContext.Error?.Log(e, "…")</c>; the one that is used most.
/// </summary>
internal sealed class ProjectLog
{
    private readonly ExpressionSyntax _call;
    private readonly string _exception;
    private readonly INamedTypeSymbol? _type;
    private readonly bool _passesException;

    private ProjectLog(ExpressionSyntax call, string exception, INamedTypeSymbol? type)
    {
        _call = call;
        _exception = exception;
        _type = type;
        _passesException = ArgumentsOf(call).Any(argument => IsVariable(argument.Expression, exception));
    }

    /// <summary>What the title calls it.</summary>
    public string Name => _type?.Name ?? CallSyntax.CalledName(DroppedTask.CallIn(_call)!)!;

    /// <param name="request">Where the log is to be written.</param>
    /// <param name="position">The position of the new code.</param>
    /// <param name="isStatic">Members of the instance are out of reach there.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public static ProjectLog? Find(RepairRequest request, int position, bool isStatic, CancellationToken cancellationToken)
    {
        SyntaxTree own = request.Root.SyntaxTree;
        return FindIn(new[] { own }) ?? FindIn(request.Model.Compilation.SyntaxTrees.Where(tree => tree != own && !IsGenerated(tree)));

        ProjectLog? FindIn(IEnumerable<SyntaxTree> trees)
            => trees.SelectMany(tree => CallsIn(tree, request, cancellationToken))
                .GroupBy(found => found.Key, StringComparer.Ordinal)
                .OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal)
                .SelectMany(group => group.Take(3))
                .Select(found => Bind(found.Call, found.Exception, request, position, isStatic, cancellationToken))
                .FirstOrDefault(log => log is not null);
    }

    /// <summary>The same call for another exception, with a text of its own.</summary>
    /// <param name="request">Where it is written.</param>
    /// <param name="text">What has failed.</param>
    /// <param name="variable">The variable of the exception.</param>
    public ExpressionSyntax Write(RepairRequest request, string text, string variable)
    {
        var edits = new Dictionary<SyntaxNode, SyntaxNode>();
        foreach (ArgumentSyntax argument in ArgumentsOf(_call))
        {
            edits[argument.Expression] = IsVariable(argument.Expression, _exception) ? IdentifierName(variable)
                : _passesException ? LiteralExpression(SyntaxKind.StringLiteralExpression, Literal(text))
                : ParseExpression($"$\"{text}: {{{variable}}}\"");
        }

        if (_type is not null)
        {
            edits[LeftmostOf(_call)] = AsyncEdit.TypeName(request, _type);
        }

        return _call.ReplaceNodes(edits.Keys, (original, _) => edits[original]).WithoutTrivia();
    }

    private static IEnumerable<(string Key, ExpressionSyntax Call, string Exception)> CallsIn(SyntaxTree tree, RepairRequest request,
        CancellationToken cancellationToken)
    {
        SyntaxNode root = tree == request.Root.SyntaxTree ? request.Root : tree.GetRoot(cancellationToken);
        foreach (CatchClauseSyntax clause in root.DescendantNodes().OfType<CatchClauseSyntax>())
        {
            if (clause.Declaration?.Identifier.ValueText is not { Length: > 0 } exception)
            {
                continue;
            }

            foreach (ExpressionStatementSyntax statement in FunctionSyntax.OwnNodes(clause.Block).OfType<ExpressionStatementSyntax>())
            {
                if (IsLogging(statement.Expression, exception))
                {
                    yield return (string.Concat(CalleeOf(statement.Expression).Where(character => !char.IsWhiteSpace(character))),
                        statement.Expression, exception);
                }
            }
        }
    }

    /// <summary>By syntax: its name speaks of a log, and it is given the exception and one text at most.</summary>
    private static bool IsLogging(ExpressionSyntax expression, string exception)
    {
        if (DroppedTask.CallIn(expression) is not { } call || CallSyntax.CalledName(call) is not { } name
            || ArgumentsOf(expression) is not { Count: 1 or 2 } arguments
            || LeftmostOf(expression) is not IdentifierNameSyntax leftmost
            || !(leftmost.Identifier.ValueText + "." + name is var spoken && (spoken.Contains("Log") || spoken.Contains("Trace")))
            || leftmost.Identifier.ValueText is "Debug" or "Trace" or "Console" or "EventLog" or "Activity")
        {
            return false;
        }

        int texts = arguments.Count(argument => !IsVariable(argument.Expression, exception));
        return texts <= 1
            && arguments.All(argument => argument.RefKindKeyword.IsKind(SyntaxKind.None) && argument.NameColon is null
                && (IsVariable(argument.Expression, exception) || IsText(argument.Expression)))
            && arguments.Any(argument
                => argument.DescendantNodes().Any(node => node is IdentifierNameSyntax variable
                    && variable.Identifier.ValueText == exception));
    }

    private static ProjectLog? Bind(ExpressionSyntax call, string exception, RepairRequest request, int position, bool isStatic,
        CancellationToken cancellationToken)
    {
#pragma warning disable RS1030 // asked for a fix, and for one call of each kind
        CodeModel model = CodeModel.Of(call.SyntaxTree == request.Root.SyntaxTree ? request.Model
            : request.Model.Compilation.GetSemanticModel(call.SyntaxTree), cancellationToken);
#pragma warning restore RS1030
        if (CallSyntax.MethodOf(DroppedTask.CallIn(call)!, model) is not { } method
            || method.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name == "ConditionalAttribute")
            || !method.Parameters.Any(parameter => parameter.Type.Is(request.Types.Exception)
                || parameter.Type.SpecialType is SpecialType.System_String or SpecialType.System_Object))
        {
            return null;
        }

        ExpressionSyntax leftmost = LeftmostOf(call);
        return model.SymbolOf(leftmost) switch
        {
            INamedTypeSymbol { TypeKind: not TypeKind.Error } type when request.Model.IsAccessible(position, method)
                => new ProjectLog(call, exception, type),
            // A method of the class itself.
            IMethodSymbol own when (own.IsStatic || !isStatic)
                && request.Model.LookupSymbols(position, name: own.Name).Contains(own, SymbolEqualityComparer.Default)
                    => new ProjectLog(call, exception, null),
            _ => null,
        };
    }

    private static string CalleeOf(ExpressionSyntax expression)
    {
        InvocationExpressionSyntax call = DroppedTask.CallIn(expression)!;
        return expression.ToString().Substring(0,
            call.ArgumentList.SpanStart - expression.SpanStart) + "/" + call.ArgumentList.Arguments.Count;
    }

    private static IReadOnlyList<ArgumentSyntax> ArgumentsOf(ExpressionSyntax expression)
        => DroppedTask.CallIn(expression)!.ArgumentList.Arguments;

    private static ExpressionSyntax LeftmostOf(ExpressionSyntax expression)
    {
        ExpressionSyntax leftmost = CallSyntax.LeftmostOf(expression);
        while (leftmost is ConditionalAccessExpressionSyntax access)
        {
            leftmost = CallSyntax.LeftmostOf(access.Expression);
        }

        return leftmost;
    }

    private static bool IsVariable(ExpressionSyntax expression, string name) => expression is IdentifierNameSyntax identifier
        && identifier.Identifier.ValueText == name;

    /// <summary>A literal, an interpolated or joined text, or a text that the exception has.</summary>
    private static bool IsText(ExpressionSyntax expression) => expression switch
    {
        LiteralExpressionSyntax literal => literal.IsKind(SyntaxKind.StringLiteralExpression),
        InterpolatedStringExpressionSyntax => true,
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } joined => IsText(joined.Left) || IsText(joined.Right),
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Message" or "StackTrace" } => true,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ToString" or "Format" } }
            => true,
        _ => false,
    };

    private static bool IsGenerated(SyntaxTree tree)
        => tree.FilePath.EndsWith(".g.cs", StringComparison.OrdinalIgnoreCase)
            || tree.FilePath.EndsWith(".designer.cs", StringComparison.OrdinalIgnoreCase);
}
