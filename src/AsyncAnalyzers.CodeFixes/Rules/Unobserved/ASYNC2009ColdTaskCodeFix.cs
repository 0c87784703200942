namespace AsyncAnalyzers.Rules.Unobserved;

using static SyntaxFactory;

/// <summary>
/// Makes a task that is started: by <c>Task.Run</c>, or by <c>Task.Factory.StartNew</c> where options or a state are to stay.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC2009ColdTaskCodeFix))]
public sealed class ASYNC2009ColdTaskCodeFix : AsyncCodeFix
{
    public ASYNC2009ColdTaskCodeFix()
        : base(ASYNC2009ColdTaskAnalyzer.Id)
    {
    }

    private protected override Task<IReadOnlyList<Repair>> FindRepairsAsync(RepairRequest request, CancellationToken cancellationToken)
    {
        if (request.Node is SimpleNameSyntax name)
        {
            return Task.FromResult(OfHotTask(request, name, cancellationToken));
        }

        if (request.Node.FirstAncestorOrSelf<BaseObjectCreationExpressionSyntax>() is not { ArgumentList: { } list } creation
            || ColdTask.Find(creation, request.ModelFor(cancellationToken)) is not { } cold
            || !AsyncEdit.IsWithoutDirectives(creation)
            || request.Model.GetSymbolInfo(creation, cancellationToken).Symbol is not IMethodSymbol constructor
            || (cold.Start is not null && StatementOf(cold.Start) is null))
        {
            return None();
        }

        IReadOnlyList<ArgumentSyntax>? kept = StartNewArguments.KeptByRun(list, constructor, request.Types);
        ExpressionSyntax? started = kept is not null
            ? Run(request, list, kept, TypeArgument(request, creation, constructor, cancellationToken))
            : StartNew(request, list, constructor);
        if (started is null)
        {
            return None();
        }

        started = started.WithTrailingTrivia(AwaitSyntax.LostComments(creation, started).AddRange(creation.GetTrailingTrivia()))
            .WithLeadingTrivia(creation.GetLeadingTrivia());
        Repair repair = kept is not null
            ? new Repair("Use 'Task.Run'", "ASYNC2009.Run", ct => ApplyAsync(request, cold, started, ct))
            : new Repair("Use 'Task.Factory.StartNew'", "ASYNC2009.StartNew", ct => ApplyAsync(request, cold, started, ct));
        return Task.FromResult<IReadOnlyList<Repair>>(new[] { repair });

        static Task<IReadOnlyList<Repair>> None() => Task.FromResult<IReadOnlyList<Repair>>(Array.Empty<Repair>());
    }

    /// <summary>The call that throws becomes an await of the task.</summary>
    private static IReadOnlyList<Repair> OfHotTask(RepairRequest request, SimpleNameSyntax name, CancellationToken cancellationToken)
        => HotTaskStart.At(name, request.ModelFor(cancellationToken)) is { } hot
            && hot.Call.Parent is ExpressionStatementSyntax && hot.Call.Expression is MemberAccessExpressionSyntax
            && AsyncEdit.IsWithoutDirectives(hot.Call)
            && AwaitPlacement.ObstacleAt(hot.Call, request.ModelFor(cancellationToken)) == AwaitObstacle.None
            && FunctionSyntax.Enclosing(hot.Call) is { } function && FunctionSyntax.IsAsync(function)
            ? new[]
            {
                new Repair("Use 'await'", "ASYNC2009.Await", ct => AsyncEdit.ApplyAsync(request.Document, hot.Call, _
                    => AwaitSyntax.InPlaceOf(hot.Call, hot.Task, ConfigureAwaitHabit.IsFalse(request.Root)), ct)),
            }
            : Array.Empty<Repair>();

    private static Task<Solution?> ApplyAsync(
        RepairRequest request, ColdTask cold, ExpressionSyntax started, CancellationToken cancellationToken)
    {
        if (TaskUse.Of(cold.Creation).Kind == TaskUseKind.Dropped)
        {
            // Dropped once more it would only be the next problem.
            return AwaitPlacement.ObstacleAt(cold.Creation, request.ModelFor(cancellationToken)) == AwaitObstacle.None
                ? AsyncEdit.ApplyAsync(request.Document, cold.Creation, _
                    => AwaitSyntax.InPlaceOf(cold.Creation, started, ConfigureAwaitHabit.IsFalse(request.Root)), cancellationToken)
                : Task.FromResult<Solution?>(null);
        }

        SyntaxNode root = request.Root;
        if (cold.Start is { } start)
        {
            StatementSyntax statement = StatementOf(start)!;
            root = root.TrackNodes(cold.Creation, statement);
            root = root.ReplaceNode(root.GetCurrentNode(cold.Creation)!, started);
            bool hasComments = statement.GetLeadingTrivia().Concat(statement.GetTrailingTrivia()).Any(trivia
                => !trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia));
            root = root.RemoveNode(root.GetCurrentNode(statement)!, hasComments
                ? SyntaxRemoveOptions.KeepExteriorTrivia
                : SyntaxRemoveOptions.KeepNoTrivia)!;
        }
        else
        {
            root = root.ReplaceNode(cold.Creation, started);
        }

        return Task.FromResult<Solution?>(request.Document.Project.Solution.WithDocumentSyntaxRoot(request.Document.Id, root));
    }

    /// <summary>The statement <c>t.Start();</c>: it goes, since a running task cannot be started. Null where it cannot go.</summary>
    private static StatementSyntax? StatementOf(InvocationExpressionSyntax start)
        => CallSyntax.CalledName(start) == "Start" && start.ArgumentList.Arguments.Count == 0
            && start.Parent is ExpressionStatementSyntax { Parent: BlockSyntax or SwitchSectionSyntax } statement ? statement : null;

    private static ExpressionSyntax Run(
        RepairRequest request, ArgumentListSyntax list, IReadOnlyList<ArgumentSyntax> kept, TypeSyntax? typeArgument)
    {
        SeparatedSyntaxList<ArgumentSyntax> arguments = list.Arguments;
        for (int index = arguments.Count - 1; index >= 0; index--)
        {
            arguments = kept.Contains(list.Arguments[index]) ? arguments : arguments.RemoveAt(index);
        }

        InvocationExpressionSyntax run = AsyncEdit.StaticCall(request, request.Types.Task!, "Run")
            .WithArgumentList(list.WithArguments(arguments));
        return typeArgument is null
            ? run
            : run.WithExpression(((MemberAccessExpressionSyntax)run.Expression).WithName(
                GenericName(Identifier("Run"), TypeArgumentList(SingletonSeparatedList(typeArgument.WithoutTrivia())))));
    }

    /// <summary>
    /// <c>StartNew</c> takes what the constructor takes, but for a token with options: then it wants a scheduler as well.
    /// </summary>
    private static ExpressionSyntax? StartNew(RepairRequest request, ArgumentListSyntax list, IMethodSymbol constructor)
    {
        if (list.Arguments.Any(argument => argument.NameColon is not null) || constructor.ContainingType.Arity != 0)
        {
            return null;
        }

        bool wantsScheduler = constructor.Parameters.Any(parameter => parameter.Type.Is(request.Types.CancellationToken))
            && constructor.Parameters.Any(parameter => parameter.Type.Is(request.Types.TaskCreationOptions));
        if (wantsScheduler)
        {
            ITypeSymbol? scheduler = request.Types.TaskFactory?.GetMembers("StartNew").OfType<IMethodSymbol>().SelectMany(method
                => method.Parameters).FirstOrDefault(parameter => parameter.Type.Name == "TaskScheduler")?.Type;
            if (scheduler is null)
            {
                return null;
            }

            ArgumentSyntax @default = Argument(TypeNaming.Member(TypeNaming.ExpressionOf(request, scheduler), "Default"));
            list = list.WithArguments(SeparatedList(list.Arguments.Append(@default), list.Arguments
                .GetSeparators()
                .Append(Token(SyntaxKind.CommaToken).WithTrailingTrivia(Space))));
        }

        ExpressionSyntax factory = TypeNaming.Member(TypeNaming.ExpressionOf(request, request.Types.Task!), "Factory");
        return InvocationExpression(
            MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, factory, IdentifierName("StartNew")), list);
    }

    /// <summary>
    /// The type argument of <c>Task&lt;T&gt;</c> where the function alone would give another: <c>new Task&lt;object&gt;(() => "text")</c>.
    /// </summary>
    private static TypeSyntax? TypeArgument(
        RepairRequest request, BaseObjectCreationExpressionSyntax creation, IMethodSymbol constructor, CancellationToken cancellationToken)
    {
        // Of a task in a task Task.Run makes one.
        if (constructor.ContainingType is not { TypeArguments: { Length: 1 } arguments } || arguments[0].IsTaskOrValueTask(request.Types))
        {
            return null;
        }

        IEnumerable<ExpressionSyntax> results = creation.ArgumentList!.Arguments[0].Expression switch
        {
            AnonymousFunctionExpressionSyntax { ExpressionBody: { } body } => new[] { body },
            AnonymousFunctionExpressionSyntax { Block: { } block }
                => FunctionSyntax.OwnNodes(block).OfType<ReturnStatementSyntax>().Select(@return
                    => @return.Expression).OfType<ExpressionSyntax>(),
            _ => Array.Empty<ExpressionSyntax>(),
        };
        return results.All(result
            => SymbolEqualityComparer.Default.Equals(request.Model.GetTypeInfo(result, cancellationToken).Type, arguments[0]))
            ? null
            : AsyncEdit.TypeName(request, arguments[0]);
    }
}
