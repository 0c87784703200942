using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.Blocking;

using static SyntaxFactory;

/// <summary>
/// Makes a SemaphoreSlim of a private field that is locked by its thread: all uses in the type are rewritten together, and async functions
/// await it. A semaphore is not reentrant: nothing is done where a section may come to another one of the same lock.
/// </summary>
internal sealed class SemaphoreEditing : CSharpSyntaxRewriter
{
    private readonly Dictionary<SyntaxNode, (string Name, bool Awaits, bool Releases)> _calls = new();
    private readonly Dictionary<LockStatementSyntax, string> _locks = new();
    private readonly FieldDeclarationSyntax _declaration;
    private readonly TypeSyntax _type;
    private readonly SourceText _text;
    private readonly bool _isConfigured;

    private SemaphoreEditing(FieldDeclarationSyntax declaration, TypeSyntax type, SourceText text, bool isConfigured)
    {
        _declaration = declaration;
        _type = type;
        _text = text;
        _isConfigured = isConfigured;
    }

    /// <summary>The root with the lock of the scope made a semaphore; null where a use of it cannot follow.</summary>
    public static SyntaxNode? Apply(RepairRequest request, ThreadAffineScope scope, SourceText text, CancellationToken cancellationToken)
    {
        if (FieldOf(scope, request.ModelFor(cancellationToken)) is not { } field || request.Types.SemaphoreSlim is not { } semaphore
            || PrivateFieldUses.Find(field, request.ModelFor(cancellationToken)) is not { } uses
            || uses.Declarator.Initializer?.Value is not BaseObjectCreationExpressionSyntax { ArgumentList: null or { Arguments.Count: 0 } }
            || !uses.Declaration.Modifiers.Any(SyntaxKind.ReadOnlyKeyword)
            || uses.Declaration.Parent is not TypeDeclarationSyntax type)
        {
            return null;
        }

        var editing = new SemaphoreEditing(
            uses.Declaration, AsyncEdit.TypeName(request.Document, request.Model, uses.Declaration.SpanStart, semaphore), text,
            ConfigureAwaitHabit.IsFalse(request.Root));
        return uses.Uses.All(use => editing.TryAdd(use, request, cancellationToken))
            && !editing.MayComeBack(type, request, cancellationToken)
                ? editing.Visit(request.Root)
                : null;
    }

    /// <inheritdoc/>
    public override SyntaxNode? VisitFieldDeclaration(FieldDeclarationSyntax node)
    {
        if (node != _declaration)
        {
            return base.VisitFieldDeclaration(node);
        }

        VariableDeclaratorSyntax variable = node.Declaration.Variables[0];
        ExpressionSyntax old = variable.Initializer!.Value;
        ArgumentListSyntax one = ParseArgumentList("(1, 1)");
        ExpressionSyntax value = old is ImplicitObjectCreationExpressionSyntax
            ? ImplicitObjectCreationExpression(one, null)
            : ObjectCreationExpression(Token(default, SyntaxKind.NewKeyword, TriviaList(Space)), _type, one, null);
        return node.WithDeclaration(node.Declaration
            .WithType(_type.WithTriviaFrom(node.Declaration.Type))
            .WithVariables(SingletonSeparatedList(variable.WithInitializer(
                variable.Initializer.WithValue(ElasticTrivia.RemovedFrom(value).WithTriviaFrom(old))))));
    }

    /// <inheritdoc/>
    public override SyntaxNode? VisitExpressionStatement(ExpressionStatementSyntax node)
        => _calls.TryGetValue(node, out (string Name, bool Awaits, bool Releases) call)
            ? node.WithExpression(CallOf(call.Name, call.Awaits, call.Releases).WithTriviaFrom(node.Expression))
            : base.VisitExpressionStatement(node);

    /// <inheritdoc/>
    public override SyntaxNode? VisitBlock(BlockSyntax node)
    {
        var visited = (BlockSyntax)base.VisitBlock(node)!;
        for (int index = node.Statements.Count - 1; index >= 0; index--)
        {
            if (node.Statements[index] is LockStatementSyntax @lock && _locks.TryGetValue(@lock, out string name))
            {
                visited = visited.WithStatements(visited.Statements.ReplaceRange(
                    visited.Statements[index], Section(@lock, (LockStatementSyntax)visited.Statements[index], name)));
            }
        }

        return visited;
    }

    private static IFieldSymbol? FieldOf(ThreadAffineScope scope, CodeModel model)
        => scope is { IsWrapped: false, Extent: null, Opening: InvocationExpressionSyntax call }
            && CallSyntax.CalledNameSyntax(call) is { } name
            && (name.Identifier.ValueText == "Enter" && call.ArgumentList.Arguments.Count == 1
                ? call.ArgumentList.Arguments[0].Expression
                : name.Identifier.ValueText is "Enter" or "WaitOne" && call.ArgumentList.Arguments.Count == 0
                    ? CallSyntax.Receiver(name)
                    : null) is { } @lock
            ? model.SymbolOf(@lock) as IFieldSymbol
            : null;

    private bool TryAdd(ExpressionSyntax use, RepairRequest request, CancellationToken cancellationToken)
    {
        if (use is not (SimpleNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax })
            || FunctionSyntax.Enclosing(use) is not { } function)
        {
            return false;
        }

        if (use.Parent is LockStatementSyntax { Statement: BlockSyntax { Statements.Count: > 0 }, Parent: BlockSyntax } @lock)
        {
            _locks.Add(@lock, use.ToString());
            return !@lock.ContainsDirectives && !FunctionSyntax.OwnNodes(@lock).Any(static node => node is YieldStatementSyntax);
        }

        InvocationExpressionSyntax? call = use.Parent switch
        {
            ArgumentSyntax
            {
                RefKindKeyword.RawKind: 0,
                Parent: ArgumentListSyntax { Arguments.Count: 1, Parent: InvocationExpressionSyntax of },
            }
                when CallSyntax.MethodOf(of, request.ModelFor(cancellationToken))?.IsDeclaredIn(request.Types.Monitor) == true => of,
            MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0 } of } access
                when access.Expression == use => of,
            _ => null,
        };
        if (call is not { Parent: ExpressionStatementSyntax statement }
            || CallSyntax.CalledName(call) is not ("Enter" or "WaitOne" or "Exit" or "ReleaseMutex"))
        {
            return false;
        }

        bool releases = CallSyntax.CalledName(call) is "Exit" or "ReleaseMutex";
        bool awaits = !releases && FunctionSyntax.IsAsync(function);
        _calls.Add(statement, (use.ToString(), awaits, releases));
        return !awaits || AwaitPlacement.ObstacleAt(statement, request.ModelFor(cancellationToken)) == AwaitObstacle.None;
    }

    /// <summary>
    /// Some function that takes the lock names another member that does, or calls a delegate: it may wait for itself. The whole function
    /// counts as the section.
    /// </summary>
    private bool MayComeBack(TypeDeclarationSyntax type, RepairRequest request, CancellationToken cancellationToken)
    {
        MemberDeclarationSyntax[] holders = _calls.Keys.Concat(_locks.Keys)
            .Select(static node => node.FirstAncestorOrSelf<MemberDeclarationSyntax>()!).Distinct().ToArray();
        HashSet<string> names = new(holders.Select(NameOf), StringComparer.Ordinal);

        // Who calls a holder holds the lock too while it does, as far as others are concerned.
        for (int count = 0; count != names.Count;)
        {
            count = names.Count;
            names.UnionWith(type.Members.Where(member => Mentions(member, names)).Select(NameOf));
        }

        return holders.Any(holder => Mentions(holder, names)
            || _calls.Keys.Concat(_locks.Keys).Count(node => holder.Contains(node) && !IsRelease(node)) > 1
            || holder.DescendantNodes().Any(node => node is YieldStatementSyntax or AnonymousFunctionExpressionSyntax
                or LocalFunctionStatementSyntax
                || (node is InvocationExpressionSyntax call
                    && CallSyntax.MethodOf(call, request.ModelFor(cancellationToken)) is null or { MethodKind: MethodKind.DelegateInvoke }
                        or { IsVirtual: true, DeclaringSyntaxReferences.IsEmpty: false }
                        or { IsAbstract: true, ContainingType.TypeKind: not TypeKind.Interface })));
    }

    private bool IsRelease(SyntaxNode node)
        => _calls.TryGetValue(node, out (string Name, bool Awaits, bool Releases) call) && call.Releases;

    private static bool Mentions(MemberDeclarationSyntax member, HashSet<string> names)
        => member.DescendantNodes().Any(node => node is SimpleNameSyntax name && names.Contains(name.Identifier.ValueText)
            && !CallSyntax.IsInNameOf(name));

    private static string NameOf(MemberDeclarationSyntax member) => member switch
    {
        MethodDeclarationSyntax method => method.Identifier.ValueText,
        PropertyDeclarationSyntax property => property.Identifier.ValueText,
        _ => string.Empty,
    };

    private ExpressionSyntax CallOf(string name, bool awaits, bool releases)
    {
        ExpressionSyntax call = ParseExpression(name + (releases ? ".Release()" : awaits ? ".WaitAsync()" : ".Wait()"));
        return !awaits ? call
            : AwaitExpression(
                Token(default, SyntaxKind.AwaitKeyword, TriviaList(Space)), _isConfigured ? AwaitSyntax.ConfigureAwaitFalse(call) : call);
    }

    /// <summary><c>gate.Wait(); try { … } finally { gate.Release(); }</c> for a lock statement.</summary>
    private IEnumerable<StatementSyntax> Section(LockStatementSyntax original, LockStatementSyntax @lock, string name)
    {
        Indentation layout = Indentation.Of(original, _text);
        bool onOneLine = !original.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia);
        bool braceEndsLine = !original.CloseParenToken.TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia);
        string newLine = onOneLine ? " " : layout.NewLine, line = onOneLine ? string.Empty : layout.Line;
        string unit = onOneLine ? string.Empty : layout.Unit;
        string open = onOneLine || braceEndsLine ? " {" + newLine : newLine + line + "{" + newLine;
        string next = onOneLine || braceEndsLine ? " " : newLine + line;
        bool awaits = FunctionSyntax.Enclosing(original) is { } function && FunctionSyntax.IsAsync(function);
        yield return ExpressionStatement(CallOf(name, awaits, releases: false))
            .WithSemicolonToken(Token(default, SyntaxKind.SemicolonToken, default))
            .WithLeadingTrivia(@lock.GetLeadingTrivia())
            .WithTrailingTrivia(onOneLine ? Space : EndOfLine(newLine));
        var guard = (TryStatementSyntax)ParseStatement(
            $"{line}try{open}{line}}}{next}finally{open}{line}{unit}{name}.Release();{newLine}{line}}}",
            options: original.SyntaxTree.Options);
        yield return guard
            .WithBlock(guard.Block.WithStatements(((BlockSyntax)@lock.Statement).Statements))
            .WithTrailingTrivia(@lock.GetTrailingTrivia());
    }
}
