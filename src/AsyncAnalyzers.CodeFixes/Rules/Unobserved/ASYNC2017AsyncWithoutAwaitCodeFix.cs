namespace AsyncAnalyzers.Rules.Unobserved;

using static SyntaxFactory;

/// <summary>Drops <c>async</c> and returns completed tasks; what the body throws stays inside of the task. Serves CS1998 too.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC2017AsyncWithoutAwaitCodeFix))]
public sealed class ASYNC2017AsyncWithoutAwaitCodeFix : AsyncCodeFix
{
    private const string Key = "ASYNC2017.DropAsync";

    public ASYNC2017AsyncWithoutAwaitCodeFix()
        : base(ASYNC2017AsyncWithoutAwaitAnalyzer.Id, CompilerWarnings.AsyncWithoutAwait)
    {
    }

    private protected override Task<IReadOnlyList<Repair>> FindRepairsAsync(RepairRequest request, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<Repair>>(FindRepairs(request, cancellationToken).ToList());

    private static IEnumerable<Repair> FindRepairs(RepairRequest request, CancellationToken cancellationToken)
    {
        SyntaxNode? function = request.Node.AncestorsAndSelf().FirstOrDefault(node
            => node is MethodDeclarationSyntax || FunctionSyntax.IsFunction(node));
        if (function is null || FunctionSyntax.Body(function) is not { } body || !FunctionSyntax.IsAsync(function)
            || FunctionSyntax.OwnNodes(body).Any(node => FunctionSyntax.IsAwait(node) || node is YieldStatementSyntax)
            || FunctionSyntax.SymbolOf(function, request.ModelFor(cancellationToken)) is not { } method
            || ASYNC2017AsyncWithoutAwaitAnalyzer.ChangesItsStruct(method))
        {
            yield break;
        }

        if (method.ReturnsVoid || (function is AnonymousFunctionExpressionSyntax lambda && IsRun(lambda, request, cancellationToken)))
        {
            yield return new Repair("Remove 'async'", Key, ct
                => Task.FromResult<Solution?>(Replace(request, function, AsyncModifier.RemoveFrom(function))));
            yield break;
        }

        if (CompletedTaskType(method.ReturnType, request.Types) is not { } taskType
            || AsyncSignature.IsEntryPoint(method, request.ModelFor(cancellationToken)))
        {
            yield break;
        }

        bool isSafe = SafeCode.NeverThrows(body, request.ModelFor(cancellationToken));
        if (isSafe)
        {
            yield return new Repair("Remove 'async' and return a completed task", Key, ct
                => Task.FromResult(Apply(request, function, method, taskType, wrap: false, ct)));
        }
        else if (function is not AnonymousFunctionExpressionSyntax)
        {
            var outright = new Repair(
                "Remove 'async'; throw exceptions synchronously",
                "ASYNC2017.DropAsyncThrow",
                ct => Task.FromResult(Apply(request, function, method, taskType, wrap: false, ct)));
            bool isQuiet = LetsNothingOut(body, request.ModelFor(cancellationToken));
            if (isQuiet)
            {
                yield return outright;
            }

            if (!body.ContainsDirectives)
            {
                yield return new Repair("Remove 'async'; return exceptions in a faulted task", Key, ct
                    => Task.FromResult(Apply(request, function, method, taskType, wrap: true, ct)));
            }

            if (!isQuiet)
            {
                yield return outright;
            }
        }
    }

    /// <summary>
    /// As far as its author can tell: it catches everything itself, or only reads what is there. A <c>try</c> around that would be for
    /// nothing.
    /// </summary>
    private static bool LetsNothingOut(SyntaxNode body, CodeModel model) => body switch
    {
        BlockSyntax block => block.Statements.All(statement => statement switch
        {
            TryStatementSyntax @try => ExceptionGuard.CatchesAll(@try)
                && (@try.Finally is null
                    || !FunctionSyntax.OwnNodes(@try.Finally).Any(node => node is ThrowStatementSyntax or ThrowExpressionSyntax)),
            ReturnStatementSyntax { Expression: var returned } => returned is null || OnlyReads(returned, model),
            LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0 } local
                => local.Declaration.Variables.All(variable => variable.Initializer is null
                    || OnlyReads(variable.Initializer.Value, model)),
            _ => SafeCode.NeverThrows(statement, model),
        }),
        ExpressionSyntax expression => OnlyReads(expression, model),
        _ => false,
    };

    /// <summary>Fields, properties, literals, and what is told from them without a call.</summary>
    private static bool OnlyReads(ExpressionSyntax expression, CodeModel model)
        => SafeCode.NeverThrows(expression, model) || expression switch
        {
            ParenthesizedExpressionSyntax parenthesized => OnlyReads(parenthesized.Expression, model),
            IdentifierNameSyntax or ThisExpressionSyntax or BaseExpressionSyntax
                => model.SymbolOf(expression) is not IMethodSymbol,
            MemberAccessExpressionSyntax access => model.SymbolOf(access) is IFieldSymbol or IPropertySymbol
                && access.Name.Identifier.ValueText is not ("Result" or "Value")
                && (access.Expression is PredefinedTypeSyntax
                    || model.SymbolOf(access.Expression) is INamedTypeSymbol
                    || OnlyReads(access.Expression, model)),
            ConditionalExpressionSyntax conditional => OnlyReads(conditional.Condition, model)
                && OnlyReads(conditional.WhenTrue, model) && OnlyReads(conditional.WhenFalse, model),
            PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } negated
                => OnlyReads(negated.Operand, model),
            BinaryExpressionSyntax binary => IsComparison(binary) && OnlyReads(binary.Left, model)
                && OnlyReads(binary.Right, model),
            ConditionalAccessExpressionSyntax { WhenNotNull: MemberBindingExpressionSyntax } access
                => OnlyReads(access.Expression, model),
            _ => false,
        };

    private static bool IsComparison(BinaryExpressionSyntax binary)
        => binary.Kind() is SyntaxKind.EqualsExpression or SyntaxKind.NotEqualsExpression or SyntaxKind.LessThanExpression
            or SyntaxKind.LessThanOrEqualExpression
            or SyntaxKind.GreaterThanExpression or SyntaxKind.GreaterThanOrEqualExpression or SyntaxKind.LogicalAndExpression
                or SyntaxKind.LogicalOrExpression or SyntaxKind.CoalesceExpression;

    /// <summary>Task or ValueTask, whose factories of completed tasks the framework has; else null.</summary>
    private static INamedTypeSymbol? CompletedTaskType(ITypeSymbol returned, KnownTypes types)
    {
        INamedTypeSymbol? type = returned.Is(types.Task)
            || returned.Is(types.TaskOfT) ? types.Task : returned.IsValueTask(types) ? types.ValueTask : null;
        return type is not null && !type.GetMembers("CompletedTask").IsEmpty && !type.GetMembers("FromException").IsEmpty ? type : null;
    }

    /// <summary>The lambda is what <c>Task.Run</c> is given, which takes it without a task as well.</summary>
    private static bool IsRun(AnonymousFunctionExpressionSyntax lambda, RepairRequest request, CancellationToken cancellationToken)
        => lambda.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call }
            && CallBindings.IsTaskRun(CallSyntax.MethodOf(call, request.ModelFor(cancellationToken)));

    private static Solution? Apply(
        RepairRequest request, SyntaxNode function, IMethodSymbol method, INamedTypeSymbol taskType, bool wrap,
        CancellationToken cancellationToken)
    {
        TypeSyntax task = AsyncEdit.TypeName(request.Document, request.Model, function.SpanStart, taskType);
        ITypeSymbol? result = ((INamedTypeSymbol)method.ReturnType).TypeArguments.FirstOrDefault();
        TypeSyntax? written = result is null
            ? null
            : WrittenResult(FunctionSyntax.ReturnType(function))
            ?? AsyncEdit.TypeName(request.Document, request.Model, function.SpanStart, result);
        SyntaxNode body = FunctionSyntax.Body(function)!;
        if (function is AnonymousFunctionExpressionSyntax && body is BlockSyntax { Statements.Count: 0 } && !HasComment(body))
        {
            return Replace(request, function, AsyncModifier.RemoveFrom(WithCompletedTask(function, task)));
        }

        var planned = new PlannedFunction(request.Document, function, method, request.ModelFor(cancellationToken));
        Dictionary<SyntaxNode, Func<SyntaxNode, SyntaxNode>> edits = new CompletedReturns(planned, task, result is null, result
            ?? method.ReturnType, written)
            .Edits(cancellationToken).ToDictionary(edit => edit.Node, edit => edit.Rewrite);
        SyntaxNode changed = function.ReplaceNodes(edits.Keys.Where(node => node != function), (original, rewritten)
            => edits[original](rewritten));
        if (edits.TryGetValue(function, out Func<SyntaxNode, SyntaxNode>? whole))
        {
            changed = whole(changed);
        }

        if (wrap)
        {
            changed = Wrapped(changed, request, function, method, task, written, cancellationToken);
        }

        return Replace(request, function, AsyncModifier.RemoveFrom(changed));
    }

    private static SyntaxNode Wrapped(
        SyntaxNode changed, RepairRequest request, SyntaxNode function, IMethodSymbol method, TypeSyntax task, TypeSyntax? result,
        CancellationToken cancellationToken)
    {
        if (FunctionSyntax.Body(changed) is ExpressionSyntax expression)
        {
            changed = BlockBody.Of(changed, ReturnStatement(
                Token(SyntaxKind.ReturnKeyword).WithTrailingTrivia(Space), expression.WithoutTrivia(), Token(SyntaxKind.SemicolonToken)));
        }

        BlockSyntax original = FunctionSyntax.Body(function) as BlockSyntax ?? Block();
        Microsoft.CodeAnalysis.Text.SourceText text = request.Root.GetText();
        bool hasLines = original.Statements.Count > 0
            && text.Lines.GetLineFromPosition(original.SpanStart).LineNumber != text.Lines
                .GetLineFromPosition(original.Statements[0].SpanStart).LineNumber;
        var faulted = new FaultedReturns(
            task,
            result,
            TypeName(request.Types.Exception!),
            TypeName(request.Types.OperationCanceledException!),
            TokenIn(function, method, request, cancellationToken),
            FreeName(function));
        var block = (BlockSyntax)FunctionSyntax.Body(changed)!;
        return changed.ReplaceNode(block, faulted.Around(block, hasLines ? Indentation.Of(original.Statements[0], text) : null));

        TypeSyntax TypeName(INamedTypeSymbol type)
            => AsyncEdit.TypeName(request.Document, request.Model, FunctionSyntax.Body(function)!.SpanStart, type);
    }

    /// <summary>The token by which the body may be cancelled: a task that ends so is cancelled, not faulted.</summary>
    private static string? TokenIn(SyntaxNode function, IMethodSymbol method, RepairRequest request, CancellationToken cancellationToken)
        => method.Parameters.Where(parameter => parameter.Type.Is(request.Types.CancellationToken)).ToList() is { Count: 1 } tokens
            && FunctionSyntax.Body(function)!.DescendantNodesAndSelf().Any(node
                => node is IdentifierNameSyntax { Identifier.ValueText: var name } && name == tokens[0].Name
                && SymbolEqualityComparer.Default.Equals(request.Model.GetSymbolInfo(node, cancellationToken).Symbol, tokens[0]))
            ? tokens[0].Name
            : null;

    private static string FreeName(SyntaxNode function)
    {
        HashSet<string> taken = FreeNames.UsedIn(FunctionSyntax.OutermostEnclosing(function));
        return new[] { "exception", "error", "failure", "caught" }.FirstOrDefault(name => !taken.Contains(name))
            ?? "exceptionOf" + EventLoopContext.NameOf(function);
    }

    /// <summary>The T of <c>Task&lt;T&gt;</c>, as it is written.</summary>
    private static TypeSyntax? WrittenResult(TypeSyntax? type) => type switch
    {
        GenericNameSyntax { TypeArgumentList.Arguments: { Count: 1 } arguments } => arguments[0].WithoutTrivia(),
        QualifiedNameSyntax qualified => WrittenResult(qualified.Right),
        AliasQualifiedNameSyntax qualified => WrittenResult(qualified.Name),
        _ => null,
    };

    /// <summary><c>() => Task.CompletedTask</c></summary>
    private static SyntaxNode WithCompletedTask(SyntaxNode function, TypeSyntax task)
    {
        ExpressionSyntax completed = TypeNaming.Member(task.WithoutTrivia(), "CompletedTask");
        return function is LambdaExpressionSyntax { Block: { } block } lambda
            ? lambda.WithBlock(null).WithExpressionBody(completed.WithTriviaFrom(block))
            : ((AnonymousMethodExpressionSyntax)function).WithBlock(
                Block(ReturnStatement(Token(SyntaxKind.ReturnKeyword).WithTrailingTrivia(Space), completed,
                    Token(SyntaxKind.SemicolonToken)).WithTrailingTrivia(Space))
                    .WithOpenBraceToken(Token(SyntaxKind.OpenBraceToken).WithTrailingTrivia(Space)).WithTriviaFrom(
                        ((AnonymousMethodExpressionSyntax)function).Block));
    }

    private static bool HasComment(SyntaxNode node)
        => node.DescendantTrivia().Any(trivia => !trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia));

    private static Solution Replace(RepairRequest request, SyntaxNode old, SyntaxNode @new)
        => request.Document.Project.Solution.WithDocumentSyntaxRoot(request.Document.Id, request.Root.ReplaceNode(old, @new));
}
