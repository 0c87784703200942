namespace AsyncAnalyzers.Semantics;

/// <summary>Why no <c>await</c> may stand at a place.</summary>
internal enum AwaitObstacle
{
    None,
    Lock,
    ThreadAffineLock,

    /// <summary>A TransactionScope that does not flow across an await.</summary>
    Transaction,
    SuppressedFlow,
    ThreadAffinity,

    /// <summary>State of the thread is used on both sides.</summary>
    ThreadState,
    CatchFilter,
    QueryClause,
    UnsafeContext,
    ExpressionTree,
    NotInAFunction,

    /// <summary>The code serves synchronous callers: <see cref="SynchronousBranch"/>.</summary>
    SynchronousBranch,
    RefLocalAlive,

    /// <summary>The function is a property, indexer or other member that has no async form.</summary>
    NotAMethod,
    ByRefParameter,
    MutableStruct,
    Synchronized,

    /// <summary>The function changes what flows with its caller's code: an async one would give the old value back.</summary>
    AmbientState,
    Iterator,

    /// <summary>The function returns an asynchronous stream that it does not yield itself.</summary>
    AsyncStream,
    ReturnsNull,
}

/// <summary>
/// Where an <c>await</c> may stand, and which functions can be made async for one
/// (C# specification 12.9.8.1, and what the compiler says: CS1983, CS1988, CS1989, CS1995, CS1996, CS4004, CS4005, CS4007, CS4012, CS4015,
/// CS7094, CS9217).
/// Analyzers and fixes both ask here.
/// </summary>
internal static class AwaitPlacement
{
    private static readonly ModelCache<AwaitObstacle> Obstacles = new();
    private static readonly ModelCache<List<SyntaxNode>> RefLocals = new();

    /// <summary>The end of a message: the remedy, or what must go out of the way before it.</summary>
    public static Phrase Remedy(this AwaitObstacle obstacle, Phrase remedy) => obstacle switch
    {
        AwaitObstacle.None => remedy,
        AwaitObstacle.Lock => $"move it out of the lock, then {remedy}",
        AwaitObstacle.ThreadAffineLock => $"release the lock first, then {remedy}",
        AwaitObstacle.Transaction => $"pass 'TransactionScopeAsyncFlowOption.Enabled', then {remedy}",
        AwaitObstacle.SuppressedFlow => $"restore the execution context first, then {remedy}",
        AwaitObstacle.ThreadAffinity => $"end the thread affinity first, then {remedy}",
        AwaitObstacle.ThreadState => $"use an 'AsyncLocal' for the state, then {remedy}",
        AwaitObstacle.CatchFilter => $"move it into the 'catch' block, then {remedy}",
        AwaitObstacle.QueryClause => $"move it out of the query, then {remedy}",
        AwaitObstacle.UnsafeContext => $"move it out of the 'unsafe' code, then {remedy}",
        AwaitObstacle.NotAMethod => $"make this member a method, then {remedy}",
        AwaitObstacle.ByRefParameter => $"remove ref and span parameters, then {remedy}",
        AwaitObstacle.MutableStruct => $"make the struct readonly, then {remedy}",
        AwaitObstacle.Synchronized => $"lock with a 'SemaphoreSlim' instead, then {remedy}",
        AwaitObstacle.AmbientState => $"set ambient state in the caller, then {remedy}",
        AwaitObstacle.Iterator => $"return 'IAsyncEnumerable' instead, then {remedy}",
        AwaitObstacle.AsyncStream => $"make it an async iterator, then {remedy}",
        AwaitObstacle.ReturnsNull => $"return a completed task, not null, then {remedy}",
        AwaitObstacle.SynchronousBranch => $"move it to the async branch, then {remedy}",
        AwaitObstacle.RefLocalAlive => $"end the use of ref and span locals, then {remedy}",
        _ => $"move it to where 'await' is allowed, then {remedy}",
    };

    /// <summary>The obstacle nearest to the node, or <see cref="AwaitObstacle.None"/>.</summary>
    public static AwaitObstacle ObstacleAt(SyntaxNode node, CodeModel model)
    {
        if (FunctionSyntax.Enclosing(node) is not { } function)
        {
            return AwaitObstacle.NotInAFunction;
        }

        SyntaxNode child = node;
        for (SyntaxNode? current = node.Parent; current is not null && child != function; child = current, current = current.Parent)
        {
            switch (current)
            {
                case LockStatementSyntax @lock when child == @lock.Statement:
                    return AwaitObstacle.Lock;
                case CatchFilterClauseSyntax:
                    return AwaitObstacle.CatchFilter;
                case UnsafeStatementSyntax or FixedStatementSyntax:
                    return AwaitObstacle.UnsafeContext;
                case QueryClauseSyntax or SelectOrGroupClauseSyntax or OrderingSyntax when !QuerySyntax.IsSource(current, child):
                    return AwaitObstacle.QueryClause;
            }
        }

        if (Semantics.SynchronousBranch.ContainsByName(node, model))
        {
            return AwaitObstacle.SynchronousBranch;
        }

        if (ObstacleIn(function, model) is var inFunction and not AwaitObstacle.None)
        {
            return inFunction;
        }

        if (ThreadAffineScopes.At(node, function, model) is { } scope)
        {
            return scope.Kind switch
            {
                ThreadAffineScopeKind.Lock => AwaitObstacle.ThreadAffineLock,
                ThreadAffineScopeKind.Transaction => AwaitObstacle.Transaction,
                ThreadAffineScopeKind.SuppressedFlow => AwaitObstacle.SuppressedFlow,
                ThreadAffineScopeKind.ThreadAffinity => AwaitObstacle.ThreadAffinity,
                _ => AwaitObstacle.ThreadState,
            };
        }

        return RefLocalIsAliveAcross(node, function, model) ? AwaitObstacle.RefLocalAlive : AwaitObstacle.None;
    }

    /// <summary>What keeps a function from being async, or would change what it does: a struct mutates its copy.</summary>
    public static AwaitObstacle ObstacleIn(SyntaxNode function, CodeModel model)
        => Obstacles.GetOrAdd(model, function, node => FindObstacleIn(node, model));

    private static AwaitObstacle FindObstacleIn(SyntaxNode function, CodeModel model)
    {
        for (SyntaxNode? current = function; current is not null; current = current.Parent)
        {
            if (current is UnsafeStatementSyntax || HasModifier(current, SyntaxKind.UnsafeKeyword))
            {
                return AwaitObstacle.UnsafeContext;
            }
        }

        if (ExpressionTree.Contains(function, model))
        {
            return AwaitObstacle.ExpressionTree;
        }

        if (FunctionSyntax.IsAsync(function) || function is CompilationUnitSyntax)
        {
            return AwaitObstacle.None;
        }

        if (function is not (MethodDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax)
            || FunctionSyntax.Body(function) is not { } body
            || FunctionSyntax.SymbolOf(function, model) is not { } method)
        {
            return AwaitObstacle.NotAMethod;
        }

        if (method.ReturnsByRef || method.ReturnsByRefReadonly || method.IsVararg || method.Parameters.Any(IsByRef))
        {
            return AwaitObstacle.ByRefParameter;
        }

        if (method.ContainingType is { IsRefLikeType: true }
            || (method is
            {
                MethodKind: MethodKind.Ordinary, IsStatic: false, IsReadOnly: false,
                ContainingType: { TypeKind: TypeKind.Struct, IsReadOnly: false }
            }))
        {
            return AwaitObstacle.MutableStruct;
        }

        if ((method.MethodImplementationFlags & System.Reflection.MethodImplAttributes.Synchronized) != 0)
        {
            return AwaitObstacle.Synchronized;
        }

        if (method is not { IsStatic: true, Name: WellKnownMemberNames.EntryPointMethodName }
            && AmbientState.IsLeftChangedBy(function, model)
            && !OffloadedCode.Contains(function, model))
        {
            return AwaitObstacle.AmbientState;
        }

        if (method.ReturnType.IsAsyncStream(model.Types))
        {
            return AwaitObstacle.AsyncStream;
        }

        foreach (SyntaxNode node in FunctionSyntax.OwnNodes(body))
        {
            switch (node)
            {
                case YieldStatementSyntax when !CanBeAsyncEnumerable(method, model):
                    return AwaitObstacle.Iterator;
                case ReturnStatementSyntax { Expression: { } returned } when IsNullTask(returned):
                    return AwaitObstacle.ReturnsNull;
            }
        }

        return body is ExpressionSyntax expression && IsNullTask(expression) ? AwaitObstacle.ReturnsNull : AwaitObstacle.None;

        // A null task is not a completed one; a default ValueTask is.
        bool IsNullTask(ExpressionSyntax returned)
            => CallSyntax.WalkDownParentheses(returned) is LiteralExpressionSyntax
            {
                RawKind: (int)SyntaxKind.NullLiteralExpression
                or (int)SyntaxKind.DefaultLiteralExpression
            } or DefaultExpressionSyntax
                && method.ReturnType is { IsReferenceType: true } type && type.IsTaskLike(model.Types);

        static bool IsByRef(IParameterSymbol parameter)
            => parameter.RefKind != RefKind.None
                || parameter.Type is { IsRefLikeType: true } or { TypeKind: TypeKind.Pointer or TypeKind.FunctionPointer };
    }

    /// <summary>An iterator of this method could be an async one, with <c>await foreach</c> around the calls.</summary>
    private static bool CanBeAsyncEnumerable(IMethodSymbol method, CodeModel model)
        => method.ReturnType.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T
            && !((INamedTypeSymbol)method.ReturnType).TypeArguments[0].IsTaskLike(model.Types)
            && model.Types.AsyncEnumerableOfT is not null
            && model.SyntaxTree.Options is CSharpParseOptions { LanguageVersion: >= LanguageVersion.CSharp8 };

    private static bool HasModifier(SyntaxNode node, SyntaxKind modifier) => node switch
    {
        LocalFunctionStatementSyntax local => local.Modifiers.Any(modifier),
        MemberDeclarationSyntax member => member.Modifiers.Any(modifier),
        _ => false,
    };

    /// <summary>
    /// A ref local, or a local of a by-ref-like type, is declared before the node and used behind it, or around a loop
    /// that both stand in: it would have to live across the await.
    /// </summary>
    private static bool RefLocalIsAliveAcross(SyntaxNode node, SyntaxNode function, CodeModel model)
    {
        SyntaxNode body = function is CompilationUnitSyntax ? function : FunctionSyntax.Body(function)!;
        foreach (SyntaxNode declaration in RefLocals.GetOrAdd(model, body, scope => FindRefLocals(scope, model)))
        {
            if (declaration.SpanStart <= node.SpanStart && (IsUsedAtTheEnd(declaration, node) || IsNamedBehind(declaration, node, body)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The declarations of such locals, and the loops whose enumerator is one.</summary>
    private static List<SyntaxNode> FindRefLocals(SyntaxNode body, CodeModel model)
    {
        var found = new List<SyntaxNode>();
        foreach (SyntaxNode candidate in FunctionSyntax.OwnNodes(body))
        {
            ILocalSymbol? local = candidate switch
            {
                VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Type: not PredefinedTypeSyntax } }
                    or SingleVariableDesignationSyntax
                    => model.GetDeclaredSymbol(candidate) as ILocalSymbol,
                ForEachStatementSyntax { Type: not PredefinedTypeSyntax } loop => model.GetDeclaredSymbol(loop),
                _ => null,
            };
            if (local is not null && (local.IsRef || local.Type.IsRefLikeType)
                || (candidate is ForEachStatementSyntax each
                    && model.Semantic.GetForEachStatementInfo(each).GetEnumeratorMethod?.ReturnType is { IsRefLikeType: true }))
            {
                found.Add(candidate);
            }
        }

        return found;
    }

    /// <summary>A loop goes on with its enumerator, and the end of a using disposes what it holds.</summary>
    private static bool IsUsedAtTheEnd(SyntaxNode declaration, SyntaxNode node) => declaration switch
    {
        ForEachStatementSyntax loop => loop.Statement.Span.Contains(node.Span),
        { Parent.Parent: UsingStatementSyntax @using } => @using.Statement.Span.Contains(node.Span),
        { Parent.Parent: LocalDeclarationStatementSyntax { UsingKeyword.RawKind: (int)SyntaxKind.UsingKeyword, Parent: { } block } }
            => block.Span.Contains(node.Span),
        _ => false,
    };

    private static bool IsNamedBehind(SyntaxNode declaration, SyntaxNode node, SyntaxNode body)
    {
        string? name = declaration switch
        {
            VariableDeclaratorSyntax declarator => declarator.Identifier.ValueText,
            SingleVariableDesignationSyntax designation => designation.Identifier.ValueText,
            _ => null,
        };
        SyntaxNode? loopAround = node.Ancestors().TakeWhile(ancestor => ancestor != body)
            .LastOrDefault(ancestor
                => ancestor is CommonForEachStatementSyntax or ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax
                && !ancestor.Span.Contains(declaration.Span));
        int from = loopAround?.SpanStart ?? node.SpanStart;
        return name is not null && FunctionSyntax.OwnNodes(body).Any(use
            => use is IdentifierNameSyntax identifier && identifier.Identifier.ValueText == name && use.SpanStart >= from);
    }
}
